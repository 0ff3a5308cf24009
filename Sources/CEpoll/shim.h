#ifndef MLX_EPOLL_H
#define MLX_EPOLL_H

// Swift's own Glibc module leaves these two out.
#include <sys/epoll.h>
#include <sys/timerfd.h>

#endif
