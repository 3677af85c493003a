/*
 * Included before every source. glibc 2.32 to 2.34 moved these functions from other libraries into libc.so.6 and gave
 * them new version names; the old names stay good for ever. By those the addon also loads where an older glibc (2.28,
 * as Node itself wants) is at run time. musl has no versions and takes either.
 */
#ifndef GLIBC_VERSIONS_H
#define GLIBC_VERSIONS_H

/* Files of any size where the C library has other functions for them. */
#if __SIZEOF_POINTER__ == 4 && !defined(_FILE_OFFSET_BITS)
#define _FILE_OFFSET_BITS 64
#endif

#include <features.h>

#if defined(__GLIBC__) && (defined(__x86_64__) || defined(__aarch64__) || defined(__arm__))

#if defined(__x86_64__)
#define OLDEST "GLIBC_2.2.5"
#elif defined(__aarch64__)
#define OLDEST "GLIBC_2.17"
#else
#define OLDEST "GLIBC_2.4"
#endif

#define USE_OLDEST(name) __asm__(".symver " #name ", " #name "@" OLDEST)

USE_OLDEST(dlopen);
USE_OLDEST(dlsym);
USE_OLDEST(pthread_create);
USE_OLDEST(pthread_getspecific);
USE_OLDEST(pthread_join);
USE_OLDEST(pthread_key_create);
USE_OLDEST(pthread_once);
USE_OLDEST(pthread_setspecific);
USE_OLDEST(pthread_sigmask);

#endif

#endif
