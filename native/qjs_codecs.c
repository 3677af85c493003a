/* QuickJS's binding of kmod_sys.h's decompressors. */
#include "qjs_values.h"

/* Decompressed bytes, or the number that says why there are none. */
static JSValue answer(JSContext *context, int result, struct kmod_buffer *output)
{
	if (result == 0)
		return take_bytes(context, output);
	kmod_free_buffer(output);
	return JS_NewInt32(context, result);
}

/* The same, where a positive result has a text. */
static JSValue explained(JSContext *context, int result, const char *reason, struct kmod_buffer *output)
{
	if (result <= 0)
		return answer(context, result, output);
	kmod_free_buffer(output);
	return JS_NewString(context, reason);
}

BOUND(decompress_xz)
{
	struct kmod_buffer output = { 0 };
	struct view input;
	int64_t limit;

	if (!bytes_of(context, values[0], &input) || !number_of(context, values[1], &limit))
		return JS_EXCEPTION;
	return answer(context, kmod_decompress_xz(input.data, input.length, (size_t)limit, &output), &output);
}

/* By a decompressor that says in words what is wrong. */
static JSValue decompress(JSContext *context, JSValueConst *values,
			  int (*call)(const uint8_t *input, size_t length, size_t limit, struct kmod_buffer *output,
				      const char **reason))
{
	struct kmod_buffer output = { 0 };
	const char *reason = "";
	struct view input;
	int64_t limit;
	int result;

	if (!bytes_of(context, values[0], &input) || !number_of(context, values[1], &limit))
		return JS_EXCEPTION;
	result = call(input.data, input.length, (size_t)limit, &output, &reason);
	return explained(context, result, reason, &output);
}

BOUND(decompress_zstd)
{
	return decompress(context, values, kmod_decompress_zstd);
}

BOUND(decompress_gzip)
{
	return decompress(context, values, kmod_decompress_gzip);
}

void define_codecs(JSContext *context, JSValueConst object)
{
	static const JSCFunctionListEntry functions[] = {
		JS_CFUNC_DEF("decompressXz", 2, decompress_xz),
		JS_CFUNC_DEF("decompressZstd", 2, decompress_zstd),
		JS_CFUNC_DEF("decompressGzip", 2, decompress_gzip),
	};

	JS_SetPropertyFunctionList(context, object, functions, COUNT(functions));
}
