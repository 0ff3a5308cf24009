#ifndef MLX_CCURL_H
#define MLX_CCURL_H

#define CURL_DISABLE_TYPECHECK
#include <curl/curl.h>

// libcurl, loaded when the first transfer needs it: with all that it links, it would cost each
// start of a tool more than the tool itself. Lists, URLs and dates load it by themselves; nothing
// else here may be called before ccurl_load() has returned NULL.
//
// curl_easy_setopt and curl_easy_getinfo are variadic, which Swift cannot call: one face per type.

typedef size_t (*ccurl_transfer)(char *bytes, size_t size, size_t count, void *context);
typedef int (*ccurl_before_request)(void *context, char *local_address, char *remote_address,
                                    int local_port, int remote_port);
typedef int (*ccurl_seek)(void *context, curl_off_t offset, int origin);
typedef int (*ccurl_progress)(void *context, curl_off_t to_receive, curl_off_t received,
                              curl_off_t to_send, curl_off_t sent);

// Loads and initialises libcurl, once; returns why that cannot be done, or NULL.
const char *ccurl_load(void);

CURL *ccurl_easy_init(void);
void ccurl_easy_reset(CURL *handle);
void ccurl_easy_cleanup(CURL *handle);
CURLcode ccurl_easy_perform(CURL *handle);
const char *ccurl_easy_strerror(CURLcode code);

CURLcode ccurl_set_string(CURL *handle, CURLoption option, const char *value);
CURLcode ccurl_set_long(CURL *handle, CURLoption option, long value);
CURLcode ccurl_set_size(CURL *handle, CURLoption option, curl_off_t value);
CURLcode ccurl_set_pointer(CURL *handle, CURLoption option, void *value);
CURLcode ccurl_set_list(CURL *handle, CURLoption option, struct curl_slist *value);
CURLcode ccurl_set_transfer(CURL *handle, CURLoption option, ccurl_transfer value);
CURLcode ccurl_set_before_request(CURL *handle, ccurl_before_request value);
CURLcode ccurl_set_seek(CURL *handle, ccurl_seek value);
CURLcode ccurl_set_progress(CURL *handle, ccurl_progress value);
CURLcode ccurl_get_long(CURL *handle, CURLINFO information, long *value);

struct curl_slist *ccurl_slist_append(struct curl_slist *list, const char *text);
void ccurl_slist_free_all(struct curl_slist *list);

CURLU *ccurl_url(void);
void ccurl_url_cleanup(CURLU *url);
CURLUcode ccurl_url_set(CURLU *url, CURLUPart part, const char *text, unsigned int flags);
// The part is to be freed with ccurl_free().
CURLUcode ccurl_url_get(CURLU *url, CURLUPart part, char **text, unsigned int flags);
void ccurl_free(void *memory);
// Seconds since 1970, of any form of date that HTTP knows; -1 if it is none.
time_t ccurl_getdate(const char *text);

#endif
