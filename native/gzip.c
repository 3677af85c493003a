/* gzip by zlib. See kmod_sys.h. */
#include "codecs.h"

#include <errno.h>
#include <pthread.h>

/* zlib's interface, as its stable ABI (soname 1) has it; see xz.c. */
struct z_stream {
	const uint8_t *next_in;
	unsigned int avail_in;
	unsigned long total_in;
	uint8_t *next_out;
	unsigned int avail_out;
	unsigned long total_out;
	const char *msg;
	void *state;
	void *(*zalloc)(void *opaque, unsigned int items, unsigned int size);
	void (*zfree)(void *opaque, void *address);
	void *opaque;
	int data_type;
	unsigned long adler;
	unsigned long reserved;
};

enum { Z_OK = 0, Z_STREAM_END = 1, Z_MEM_ERROR = -4, Z_BUF_ERROR = -5 };
enum { Z_NO_FLUSH = 0 };

/* The largest window, and a gzip header. */
#define WINDOW_BITS (15 + 16)

static struct {
	int (*init)(struct z_stream *stream, int window_bits, const char *version, int size);
	int (*inflate)(struct z_stream *stream, int flush);
	int (*reset)(struct z_stream *stream);
	int (*end)(struct z_stream *stream);
	const char *(*version)(void);
} zlib;

static int loaded;

static void load(void)
{
	const struct symbol symbols[] = {
		{ "inflateInit2_", &zlib.init },     { "inflate", &zlib.inflate },
		{ "inflateReset", &zlib.reset },     { "inflateEnd", &zlib.end },
		{ "zlibVersion", &zlib.version },
	};

	loaded = kmod_find_symbols("libz.so.1", symbols, sizeof(symbols) / sizeof(symbols[0]));
}

/* Sets where the stream writes to next; zlib counts in unsigned int. */
static int give_room(struct z_stream *stream, size_t limit, struct kmod_buffer *output)
{
	int result = kmod_make_room(output, limit);
	size_t room = output->capacity - output->length;

	stream->next_out = result == 0 ? output->data + output->length : NULL;
	stream->avail_out = room > UINT32_MAX ? UINT32_MAX : (unsigned int)room;
	return result;
}

/* One member of the file, or what there is of it. Returns 0, -errno, or 1 for bad input. */
static int inflate_member(struct z_stream *stream, size_t limit, struct kmod_buffer *output)
{
	int code = Z_OK;

	while (code == Z_OK) {
		int result = give_room(stream, limit, output);

		if (result != 0)
			return result;
		code = zlib.inflate(stream, Z_NO_FLUSH);
		output->length = (size_t)(stream->next_out - output->data);
	}
	if (code == Z_MEM_ERROR)
		return -ENOMEM;
	if (code == Z_BUF_ERROR && stream->avail_in == 0)
		return 0;
	return code == Z_STREAM_END ? 0 : 1;
}

/* Whether another member follows. */
static bool goes_on(const struct z_stream *stream)
{
	return stream->avail_in >= 2 && stream->next_in[0] == 0x1f && stream->next_in[1] == 0x8b;
}

int kmod_decompress_gzip(const uint8_t *input, size_t length, size_t limit, struct kmod_buffer *output,
			 const char **reason)
{
	static pthread_once_t once = PTHREAD_ONCE_INIT;
	struct z_stream stream = { 0 };
	int result;

	pthread_once(&once, load);
	if (loaded != 0)
		return loaded;
	if (length > UINT32_MAX)
		return -EFBIG;
	output->length = 0;
	if (zlib.init(&stream, WINDOW_BITS, zlib.version(), (int)sizeof(stream)) != Z_OK)
		return -ENOMEM;
	stream.next_in = input;
	stream.avail_in = (unsigned int)length;
	do
		result = inflate_member(&stream, limit, output);
	while (result == 0 && goes_on(&stream) && zlib.reset(&stream) == Z_OK);
	*reason = stream.msg == NULL ? "bad data" : stream.msg;
	zlib.end(&stream);
	if (result != 0)
		return result;
	return output->length > limit ? -EFBIG : 0;
}
