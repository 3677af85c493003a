/* Memory for what is decompressed. See kmod_sys.h and codecs.h. */
#include "codecs.h"

#include <errno.h>
#include <stdlib.h>

#define FIRST_CAPACITY ((size_t)1 << 20)

int kmod_reserve(struct kmod_buffer *buffer, size_t capacity)
{
	uint8_t *grown;
	int result;

	if (capacity <= buffer->capacity)
		return 0;
	result = buffer->admit == NULL ? 0 : buffer->admit(buffer->owner, capacity - buffer->capacity);
	if (result != 0)
		return result;
	grown = realloc(buffer->data, capacity);
	if (grown == NULL)
		return -ENOMEM;
	buffer->data = grown;
	buffer->capacity = capacity;
	return 0;
}

int kmod_make_room(struct kmod_buffer *buffer, size_t limit)
{
	size_t wanted = buffer->capacity < FIRST_CAPACITY ? FIRST_CAPACITY : buffer->capacity;

	if (buffer->length > limit)
		return -EFBIG;
	if (buffer->length == wanted)
		wanted *= 2;
	return kmod_reserve(buffer, wanted > limit + 1 ? limit + 1 : wanted);
}

void kmod_free_buffer(struct kmod_buffer *buffer)
{
	free(buffer->data);
	buffer->data = NULL;
	buffer->length = 0;
	buffer->capacity = 0;
}
