/* See qjs_values.h. */
#include "qjs_values.h"

#include "plain_sys.h"
#include "qjs_image.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

bool bytes_of(JSContext *context, JSValueConst value, struct view *view)
{
	size_t offset, length, width, whole;
	JSValue buffer = JS_GetTypedArrayBuffer(context, value, &offset, &length, &width);
	uint8_t *data;

	if (JS_IsException(buffer))
		return false;
	data = JS_GetArrayBuffer(context, &whole, buffer);
	/* The array keeps it. */
	JS_FreeValue(context, buffer);
	if (width != 1 || (data == NULL && length > 0)) {
		JS_ThrowTypeError(context, "expected a Uint8Array");
		return false;
	}
	view->data = data == NULL ? (uint8_t *)"" : data + offset;
	view->length = length;
	return true;
}

bool number_of(JSContext *context, JSValueConst value, int64_t *number)
{
	double given;

	if (JS_IsNumber(value) && JS_ToFloat64(context, &given, value) == 0 && given >= 0 && given <= 9007199254740992.0) {
		*number = (int64_t)given;
		return true;
	}
	JS_ThrowTypeError(context, "expected a number that is not negative");
	return false;
}

bool numbers_of(JSContext *context, JSValueConst value, size_t count, struct view *view)
{
	if (!bytes_of(context, value, view))
		return false;
	if (view->length / 4 >= count && (count == 0 || (uintptr_t)view->data % 4 == 0))
		return true;
	JS_ThrowRangeError(context, "too few numbers");
	return false;
}

bool strings_of(JSContext *context, JSValueConst *values, struct kmod_strings *strings)
{
	struct view bytes, starts;
	int64_t count;

	if (!bytes_of(context, values[0], &bytes) || !number_of(context, values[2], &count) ||
	    !numbers_of(context, values[1], (size_t)count + 1, &starts))
		return false;
	*strings = (struct kmod_strings){ bytes.data, bytes.length, (const int32_t *)(void *)starts.data, (size_t)count };
	return true;
}

static char *copied(const void *bytes, size_t length)
{
	char *copy = malloc(length + 1);

	if (copy == NULL)
		kmod_out_of_memory();
	memcpy(copy, bytes, length);
	copy[length] = '\0';
	return copy;
}

char *string_of(JSContext *context, JSValueConst value)
{
	struct view view;

	if (!bytes_of(context, value, &view))
		return NULL;
	if (memchr(view.data, 0, view.length) == NULL)
		return copied(view.data, view.length);
	JS_ThrowTypeError(context, "unexpected NUL byte");
	return NULL;
}

/*
 * The engine hands its strings out as UTF-8, each code unit by itself: of one below 256 the lead byte has the two highest bits. Returns
 * how long the string is in bytes.
 */
static size_t narrow(char *text, size_t length)
{
	uint8_t *bytes = (uint8_t *)text;
	size_t to = 0;

	for (size_t from = 0; from < length; to++) {
		const uint8_t lead = bytes[from];
		const size_t width = lead < 0x80 ? 1 : lead < 0xe0 ? 2 : 3;

		bytes[to] = width == 1 ? lead : (uint8_t)(bytes[from + width - 2] << 6 | (bytes[from + width - 1] & 0x3f));
		from += width;
	}
	bytes[to] = '\0';
	return to;
}

char *text_of(JSContext *context, JSValueConst value, size_t *length)
{
	const char *given;
	char *text;

	if (!JS_IsString(value)) {
		JS_ThrowTypeError(context, "expected a string");
		return NULL;
	}
	given = JS_ToCStringLen2(context, length, value, 1);
	if (given == NULL)
		return NULL;
	text = copied(given, *length);
	JS_FreeCString(context, given);
	if (text != NULL)
		*length = narrow(text, *length);
	return text;
}

char *path_of(JSContext *context, JSValueConst value, JSValue *result)
{
	size_t length;
	char *path = text_of(context, value, &length);

	*result = JS_EXCEPTION;
	if (path == NULL || strlen(path) == length)
		return path;
	free(path);
	*result = JS_NewInt32(context, -EINVAL);
	return NULL;
}

static size_t count_high(const uint8_t *bytes, size_t length)
{
	size_t count = 0;

	for (size_t at = 0; at < length; at++)
		count += bytes[at] >> 7;
	return count;
}

JSValue to_text(JSContext *context, const void *bytes, size_t length)
{
	const uint8_t *from = bytes;
	const size_t high = count_high(from, length);
	uint8_t *wide, *to;
	JSValue text;

	if (high == 0)
		return JS_NewStringLen(context, bytes, length);
	to = wide = malloc(length + high);
	if (wide == NULL)
		kmod_out_of_memory();
	for (size_t at = 0; at < length; at++) {
		if (from[at] < 0x80) {
			*to++ = from[at];
		} else {
			*to++ = (uint8_t)(0xc0 | from[at] >> 6);
			*to++ = (uint8_t)(0x80 | (from[at] & 0x3f));
		}
	}
	text = JS_NewStringLen(context, (const char *)wide, length + high);
	free(wide);
	return text;
}

static JSValue array_of(JSContext *context, JSValue memory)
{
	JSValue array;

	if (JS_IsException(memory))
		return memory;
	array = JS_CallConstructor(context, image.uint8_array, 1, &memory);
	JS_FreeValue(context, memory);
	return array;
}

JSValue to_bytes(JSContext *context, const void *bytes, size_t length)
{
	return array_of(context, JS_NewArrayBufferCopy(context, bytes, length));
}

static void free_memory(JSRuntime *runtime, void *opaque, void *data)
{
	(void)runtime;
	(void)opaque;
	free(data);
}

static void unmap_memory(JSRuntime *runtime, void *opaque, void *data)
{
	(void)runtime;
	munmap(data, (size_t)(uintptr_t)opaque);
}

static JSValue take(JSContext *context, struct kmod_buffer *buffer, JSFreeArrayBufferDataFunc *give_back)
{
	const struct kmod_buffer taken = *buffer;
	void *const opaque = (void *)(uintptr_t)taken.length;

	*buffer = (struct kmod_buffer){ 0 };
	return array_of(context, JS_NewArrayBuffer(context, taken.data, taken.length, give_back, opaque, 0));
}

JSValue take_bytes(JSContext *context, struct kmod_buffer *buffer)
{
	return buffer->data == NULL ? to_bytes(context, "", 0) : take(context, buffer, free_memory);
}

JSValue take_mapped(JSContext *context, struct kmod_buffer *buffer)
{
	return take(context, buffer, unmap_memory);
}
