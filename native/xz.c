/* xz by liblzma. See kmod_sys.h. */
#include "codecs.h"

#include <errno.h>
#include <pthread.h>

/*
 * liblzma's interface, as its stable ABI (soname 5) has it. Declared here so that building needs no header of a
 * library that may be missing at run time anyway.
 */
struct lzma_stream {
	const uint8_t *next_in;
	size_t avail_in;
	uint64_t total_in;
	uint8_t *next_out;
	size_t avail_out;
	uint64_t total_out;
	const void *allocator;
	void *internal;
	void *reserved_pointers[4];
	uint64_t reserved_integers[2];
	size_t reserved_sizes[2];
	int reserved_enums[2];
};

enum { LZMA_OK = 0, LZMA_STREAM_END = 1, LZMA_MEM_ERROR = 5, LZMA_MEMLIMIT_ERROR = 6 };
enum { LZMA_FINISH = 3 };
#define LZMA_CONCATENATED UINT32_C(0x08)

/* For the dictionary; the largest preset of xz(1) needs 65 MiB. */
#define XZ_MEMORY_LIMIT (UINT64_C(512) << 20)

static struct {
	int (*stream_decoder)(struct lzma_stream *stream, uint64_t memory_limit, uint32_t flags);
	int (*code)(struct lzma_stream *stream, int action);
	void (*end)(struct lzma_stream *stream);
} lzma;

static int loaded;

static void load(void)
{
	const struct symbol symbols[] = {
		{ "lzma_stream_decoder", &lzma.stream_decoder },
		{ "lzma_code", &lzma.code },
		{ "lzma_end", &lzma.end },
	};

	loaded = kmod_find_symbols("liblzma.so.5", symbols, sizeof(symbols) / sizeof(symbols[0]));
}

static int run(struct lzma_stream *stream, size_t limit, struct kmod_buffer *output)
{
	int result = LZMA_OK;

	while (result == LZMA_OK) {
		if (stream->avail_out == 0) {
			result = kmod_make_room(output, limit);
			if (result != 0)
				return result;
			stream->next_out = output->data + output->length;
			stream->avail_out = output->capacity - output->length;
		}
		result = lzma.code(stream, LZMA_FINISH);
		output->length = (size_t)stream->total_out;
	}
	return result;
}

int kmod_decompress_xz(const uint8_t *input, size_t length, size_t limit, struct kmod_buffer *output)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct lzma_stream stream = { 0 };
	int result;

	pthread_once(&once, load);
	if (loaded != 0)
		return loaded;
	output->length = 0;
	result = lzma.stream_decoder(&stream, XZ_MEMORY_LIMIT, LZMA_CONCATENATED);
	if (result == LZMA_OK) {
		stream.next_in = input;
		stream.avail_in = length;
		result = run(&stream, limit, output);
	}
	lzma.end(&stream);
	if (result == LZMA_MEM_ERROR || result == LZMA_MEMLIMIT_ERROR)
		return -ENOMEM;
	if (result != LZMA_STREAM_END)
		return result;
	return output->length > limit ? -EFBIG : 0;
}
