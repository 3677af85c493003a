/*
 * The formats that zstd had before its first release, which Debian's library reads too and no kernel does: 90 kB. Frames of them are
 * refused as what no decoder knows. Where the library needs more of them than this, linking fails with
 * functions that are there twice.
 */
#include <stddef.h>
#include <stdlib.h>

/* ZSTD_error_prefix_unknown, as a result. */
#define UNKNOWN ((size_t)-10)

#define NEVER(name) void name(void);
#define NEVER_CALLED(name)     \
	void name(void)        \
	{                      \
		abort();       \
	}

#define EACH_OF(version, use)                                                                                   \
	use(ZSTDv##version##_createDCtx) use(ZSTDv##version##_freeDCtx)                                         \
	use(ZSTDv##version##_decompress_usingDict) use(ZBUFFv##version##_createDCtx)                            \
	use(ZBUFFv##version##_freeDCtx) use(ZBUFFv##version##_decompressContinue)                               \
	use(ZBUFFv##version##_decompressInitDictionary)

#define REFUSED(version)                                                                                          \
	size_t ZSTDv##version##_getFrameParams(void *params, const void *input, size_t length);                   \
	size_t ZSTDv##version##_getFrameParams(void *params, const void *input, size_t length)                    \
	{                                                                                                         \
		(void)params;                                                                                     \
		(void)input;                                                                                      \
		(void)length;                                                                                     \
		return UNKNOWN;                                                                                   \
	}                                                                                                         \
	void ZSTDv##version##_findFrameSizeInfoLegacy(const void *input, size_t length, size_t *size,             \
						      unsigned long long *bound);                                 \
	void ZSTDv##version##_findFrameSizeInfoLegacy(const void *input, size_t length, size_t *size,             \
						      unsigned long long *bound)                                  \
	{                                                                                                         \
		(void)input;                                                                                      \
		(void)length;                                                                                     \
		*size = UNKNOWN;                                                                                  \
		*bound = 0;                                                                                       \
	}                                                                                                         \
	EACH_OF(version, NEVER)                                                                                   \
	EACH_OF(version, NEVER_CALLED)

REFUSED(05)
REFUSED(06)
REFUSED(07)
