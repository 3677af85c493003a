/*
 * Arguments and results of QuickJS's binding. What takes an argument returns false or NULL, with an exception pending,
 * for one of the wrong type. QuickJS passes undefined for arguments that were not given, up to a function's length.
 */
#ifndef QJS_VALUES_H
#define QJS_VALUES_H

#include <quickjs.h>

#include "kmod_sys.h"

/* A function that the program calls, with the parameters that the engine gives it; few use all of them. */
#define UNUSED __attribute__((unused))
#define BOUND(name)                                                                                   \
	static JSValue name(UNUSED JSContext *context, UNUSED JSValueConst this, UNUSED int count,    \
			    UNUSED JSValueConst *values)

struct view {
	uint8_t *data;
	size_t length;
};

/* The bytes of an array of bytes; another kind of array is refused. */
bool bytes_of(JSContext *context, JSValueConst value, struct view *view);

/* A whole number from 0 up to 2^53. */
bool number_of(JSContext *context, JSValueConst value, int64_t *number);

/* The bytes of an array of 32-bit numbers, passed as bytes: at least so many numbers. */
bool numbers_of(JSContext *context, JSValueConst value, size_t count, struct view *view);

/* From three values: bytes, where each string begins (and the last one ends), and how many strings there are. */
bool strings_of(JSContext *context, JSValueConst *values, struct kmod_strings *strings);

/* A string of C, to be freed, from the bytes of an array without NUL. */
char *string_of(JSContext *context, JSValueConst value);

/* The bytes of a byte string with a NUL behind them, to be freed. Code units above 255 keep their low eight bits. */
char *text_of(JSContext *context, JSValueConst value, size_t *length);

/* The same; -EINVAL becomes the result of a call whose path has a NUL in it. NULL: *result is what the call returns. */
char *path_of(JSContext *context, JSValueConst value, JSValue *result);

/* A byte string. */
JSValue to_text(JSContext *context, const void *bytes, size_t length);

/* A Uint8Array with a copy of these bytes. */
JSValue to_bytes(JSContext *context, const void *bytes, size_t length);

/* A Uint8Array that takes the buffer's memory, and leaves it empty. */
JSValue take_bytes(JSContext *context, struct kmod_buffer *buffer);

/* The same for a buffer that is mapped. */
JSValue take_mapped(JSContext *context, struct kmod_buffer *buffer);

/* Tables of functions, each filled in by its own file. */
void define_codecs(JSContext *context, JSValueConst object);
void define_files(JSContext *context, JSValueConst object);
void define_host(JSContext *context, JSValueConst object);
void define_kernel(JSContext *context, JSValueConst object);
void define_indexes(JSContext *context, JSValueConst object);
void define_search(JSContext *context, JSValueConst object);

#define COUNT(table) ((int)(sizeof(table) / sizeof((table)[0])))

#endif
