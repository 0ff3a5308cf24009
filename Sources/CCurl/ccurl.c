#include "ccurl.h"

#include <dlfcn.h>
#include <pthread.h>
#include <stddef.h>

// The functions of libcurl that are used here, each with its own type.
static struct {
    __typeof__(&curl_global_init) global_init;
    __typeof__(&curl_easy_init) easy_init;
    __typeof__(&curl_easy_reset) easy_reset;
    __typeof__(&curl_easy_cleanup) easy_cleanup;
    __typeof__(&curl_easy_perform) easy_perform;
    __typeof__(&curl_easy_strerror) easy_strerror;
    __typeof__(&curl_easy_setopt) easy_setopt;
    __typeof__(&curl_easy_getinfo) easy_getinfo;
    __typeof__(&curl_slist_append) slist_append;
    __typeof__(&curl_slist_free_all) slist_free_all;
    __typeof__(&curl_url) url;
    __typeof__(&curl_url_cleanup) url_cleanup;
    __typeof__(&curl_url_set) url_set;
    __typeof__(&curl_url_get) url_get;
    __typeof__(&curl_free) free;
    __typeof__(&curl_getdate) getdate;
} curl;

static const struct {
    const char *name;
    size_t offset;
} symbols[] = {
#define SYMBOL(name) {"curl_" #name, offsetof(__typeof__(curl), name)}
    SYMBOL(global_init), SYMBOL(easy_init), SYMBOL(easy_reset), SYMBOL(easy_cleanup),
    SYMBOL(easy_perform), SYMBOL(easy_strerror), SYMBOL(easy_setopt), SYMBOL(easy_getinfo),
    SYMBOL(slist_append), SYMBOL(slist_free_all), SYMBOL(url), SYMBOL(url_cleanup),
    SYMBOL(url_set), SYMBOL(url_get), SYMBOL(free), SYMBOL(getdate),
#undef SYMBOL
};

static const char *failure;
static pthread_once_t loaded = PTHREAD_ONCE_INIT;

static void load(void) {
    // All of Debian's builds have one interface; the second is the one with GnuTLS.
    void *library = dlopen("libcurl.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) library = dlopen("libcurl-gnutls.so.4", RTLD_NOW | RTLD_LOCAL);
    if (!library) {
        failure = "there is no libcurl.so.4";
        return;
    }
    for (size_t i = 0; i < sizeof symbols / sizeof *symbols; i++) {
        void *symbol = dlsym(library, symbols[i].name);
        if (!symbol) {
            failure = "libcurl.so.4 is too old";
            return;
        }
        *(void **)((char *)&curl + symbols[i].offset) = symbol;
    }
    if (curl.global_init(CURL_GLOBAL_ALL) != CURLE_OK) failure = "it does not start";
}

const char *ccurl_load(void) {
    pthread_once(&loaded, load);
    return failure;
}

CURL *ccurl_easy_init(void) { return curl.easy_init(); }
void ccurl_easy_reset(CURL *handle) { curl.easy_reset(handle); }
void ccurl_easy_cleanup(CURL *handle) { curl.easy_cleanup(handle); }
CURLcode ccurl_easy_perform(CURL *handle) { return curl.easy_perform(handle); }
const char *ccurl_easy_strerror(CURLcode code) { return curl.easy_strerror(code); }

CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value) {
    return curl.easy_setopt(handle, option, value);
}
CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value) {
    return curl.easy_setopt(handle, option, value);
}
CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value) {
    return curl.easy_setopt(handle, option, value);
}
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value) {
    return curl.easy_setopt(handle, option, value);
}
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value) {
    return curl.easy_setopt(handle, option, value);
}
CURLcode ccurl_set_transfer(CURL *handle, CURLoption option, ccurl_transfer value) {
    return curl.easy_setopt(handle, option, value);
}
CURLcode ccurl_set_before_request(CURL *handle, ccurl_before_request value) {
    return curl.easy_setopt(handle, CURLOPT_PREREQFUNCTION, value);
}
CURLcode ccurl_set_seek(CURL *handle, ccurl_seek value) {
    return curl.easy_setopt(handle, CURLOPT_SEEKFUNCTION, value);
}
CURLcode ccurl_set_progress(CURL *handle, ccurl_progress value) {
    return curl.easy_setopt(handle, CURLOPT_XFERINFOFUNCTION, value);
}
CURLcode ccurl_get_long(CURL *handle, CURLINFO information, long *value) {
    return curl.easy_getinfo(handle, information, value);
}

// Lists and URLs are made before the transfer that they are for.
struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text) {
    return ccurl_load() ? NULL : curl.slist_append(list, text);
}
void ccurl_slist_free_all(struct curl_slist *list) {
    if (list) curl.slist_free_all(list);
}

CURLU *ccurl_url(void) { return ccurl_load() ? NULL : curl.url(); }
void ccurl_url_cleanup(CURLU *url) {
    if (url) curl.url_cleanup(url);
}
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags) {
    return curl.url_set(url, part, text, flags);
}
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags) {
    return curl.url_get(url, part, text, flags);
}
void ccurl_free(void *memory) { curl.free(memory); }
time_t ccurl_getdate(const char *text) { return ccurl_load() ? -1 : curl.getdate(text, NULL); }
