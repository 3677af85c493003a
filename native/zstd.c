/* zstd by libzstd. See kmod_sys.h. */
#include "codecs.h"

#include <errno.h>
#include <pthread.h>

static struct {
	unsigned long long (*content_size)(const void *input, size_t length);
	size_t (*decompress)(void *output, size_t capacity, const void *input, size_t length);
	unsigned (*is_error)(size_t code);
	const char *(*error_name)(size_t code);
} zstd;

/* ZSTD_CONTENTSIZE_UNKNOWN and ZSTD_CONTENTSIZE_ERROR are the two largest values. */
#define LARGEST_SIZE (~0ULL - 2)

static int loaded;

static void load(void)
{
	const struct symbol symbols[] = {
		{ "ZSTD_getFrameContentSize", &zstd.content_size },
		{ "ZSTD_decompress", &zstd.decompress },
		{ "ZSTD_isError", &zstd.is_error },
		{ "ZSTD_getErrorName", &zstd.error_name },
	};

	loaded = kmod_find_symbols("libzstd.so.1", symbols, sizeof(symbols) / sizeof(symbols[0]));
}

int kmod_decompress_zstd(const uint8_t *input, size_t length, size_t limit, struct kmod_buffer *output,
			 const char **reason)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	unsigned long long size;
	int result;

	pthread_once(&once, load);
	if (loaded != 0)
		return loaded;
	size = zstd.content_size(input, length);
	if (size > LARGEST_SIZE) {
		*reason = "Failed to determine decompression size";
		return 1;
	}
	if (size > limit)
		return -EFBIG;
	result = kmod_reserve(output, (size_t)size);
	if (result != 0)
		return result;
	output->length = zstd.decompress(output->data, (size_t)size, input, length);
	if (!zstd.is_error(output->length))
		return 0;
	*reason = zstd.error_name(output->length);
	output->length = 0;
	return 1;
}
