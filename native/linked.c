/* The libraries of an executable that is linked with them, in place of library.c. See codecs.h. */
#include <errno.h>
#include <string.h>

#include "codecs.h"

/* Whoever calls one of these knows its real type, and casts it back. */
typedef void any_function(void);

#define EACH_FUNCTION(use)                                                                                  \
	use(lzma_stream_decoder) use(lzma_code) use(lzma_end) use(ZSTD_getFrameContentSize)                 \
	use(ZSTD_createDCtx) use(ZSTD_freeDCtx) use(ZSTD_decompressDCtx) use(ZSTD_isError)                  \
	use(ZSTD_getErrorName) use(inflateInit2_) use(inflate) use(inflateReset) use(inflateEnd) use(zlibVersion)

#define DECLARE(function) extern any_function function;
#define ENTRY(function) { #function, function },

EACH_FUNCTION(DECLARE)

static const struct {
	const char *name;
	any_function *function;
} linked[] = { EACH_FUNCTION(ENTRY) };

static any_function *find(const char *name)
{
	for (size_t at = 0; at < sizeof(linked) / sizeof(linked[0]); at++)
		if (strcmp(linked[at].name, name) == 0)
			return linked[at].function;
	return NULL;
}

int kmod_find_symbols(const char *library, const struct symbol *symbols, size_t count)
{
	(void)library;
	for (size_t at = 0; at < count; at++) {
		any_function *const function = find(symbols[at].name);

		if (function == NULL)
			return -ENOSYS;
		*(any_function **)symbols[at].function = function;
	}
	return 0;
}
