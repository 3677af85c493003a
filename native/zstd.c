/* zstd by libzstd. See kmod_sys.h. */
#include "codecs.h"

#include <errno.h>
#include <pthread.h>

struct context;

static struct {
	unsigned long long (*content_size)(const void *input, size_t length);
	struct context *(*create)(void);
	size_t (*release)(struct context *context);
	size_t (*decompress)(struct context *context, void *output, size_t capacity, const void *input, size_t length);
	unsigned (*is_error)(size_t code);
	const char *(*error_name)(size_t code);
} zstd;

/* ZSTD_CONTENTSIZE_UNKNOWN and ZSTD_CONTENTSIZE_ERROR are the two largest values. */
#define LARGEST_SIZE (~0ULL - 2)

static int loaded;

/* Making a context takes a tenth as long as decompressing a module: each thread keeps its own until it ends. */
static pthread_key_t contexts;

static void release(void *context)
{
	zstd.release(context);
}

static void load(void)
{
	const struct symbol symbols[] = {
		{ "ZSTD_getFrameContentSize", &zstd.content_size },
		{ "ZSTD_createDCtx", &zstd.create },
		{ "ZSTD_freeDCtx", &zstd.release },
		{ "ZSTD_decompressDCtx", &zstd.decompress },
		{ "ZSTD_isError", &zstd.is_error },
		{ "ZSTD_getErrorName", &zstd.error_name },
	};

	loaded = kmod_find_symbols("libzstd.so.1", symbols, sizeof(symbols) / sizeof(symbols[0]));
	if (loaded == 0)
		loaded = -pthread_key_create(&contexts, release);
}

/* This thread's; NULL without memory for it. */
static struct context *own_context(void)
{
	struct context *context = pthread_getspecific(contexts);

	if (context != NULL)
		return context;
	context = zstd.create();
	if (context != NULL && pthread_setspecific(contexts, context) == 0)
		return context;
	zstd.release(context);
	return NULL;
}

int kmod_decompress_zstd(const uint8_t *input, size_t length, size_t limit, struct kmod_buffer *output,
			 const char **reason)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	unsigned long long size;
	struct context *context;
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
	context = own_context();
	result = context == NULL ? -ENOMEM : kmod_reserve(output, (size_t)size);
	if (result != 0)
		return result;
	output->length = zstd.decompress(context, output->data, (size_t)size, input, length);
	if (!zstd.is_error(output->length))
		return 0;
	*reason = zstd.error_name(output->length);
	output->length = 0;
	return 1;
}
