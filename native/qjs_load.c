/* Loading the program. Part of the executable only because pointers into it are in the image. See qjs_load.h. */
#include "qjs_load.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/random.h>

#include "plain_sys.h"
#include "qjs_image.h"
#include "qjs_values.h"

/* Counting references frees nearly everything at once: circles are looked for only where there is much. */
#define GC_THRESHOLD ((size_t)64 << 20)

/* Only what the program uses: no evaluation of text, dates, promises, proxies. */
static JSContext *new_context(JSRuntime *runtime)
{
	JSContext *context = JS_NewContextRaw(runtime);

	if (context == NULL)
		return NULL;
	JS_AddIntrinsicBaseObjects(context);
	JS_AddIntrinsicRegExp(context);
	JS_AddIntrinsicJSON(context);
	JS_AddIntrinsicMapSet(context);
	JS_AddIntrinsicTypedArrays(context);
	JS_AddIntrinsicBigInt(context);
	return context;
}

/* Math.random: the engine's own would be the same in every run, because its seed is in the image. */
BOUND(random_number)
{
	uint64_t bits = 0;

	if (getrandom(&bits, sizeof(bits), GRND_NONBLOCK) != sizeof(bits))
		bits = (uint64_t)(uintptr_t)&bits * UINT64_C(0x9e3779b97f4a7c15);
	return JS_NewFloat64(context, (double)(bits >> 11) / (double)(UINT64_C(1) << 53));
}

static void replace_random(JSContext *context, JSValueConst global)
{
	JSValue math = JS_GetPropertyStr(context, global, "Math");

	JS_SetPropertyStr(context, math, "random", JS_NewCFunction(context, random_number, "random", 0));
	JS_FreeValue(context, math);
}

/* Gives the program a global `native`: the functions of the binding. */
static JSValue define_native(JSContext *context)
{
	JSValue global = JS_GetGlobalObject(context);
	JSValue native = JS_NewObject(context);

	image.uint8_array = JS_GetPropertyStr(context, global, "Uint8Array");
	replace_random(context, global);
	define_codecs(context, native);
	define_files(context, native);
	define_host(context, native);
	define_kernel(context, native);
	define_indexes(context, native);
	define_search(context, native);
	JS_SetPropertyStr(context, global, "native", JS_DupValue(context, native));
	JS_FreeValue(context, global);
	return native;
}

void report_exception(JSContext *context)
{
	JSValue exception = JS_GetException(context);
	const char *text = JS_ToCString(context, exception);
	const char *trace = NULL;

	if (JS_IsError(context, exception))
		trace = JS_ToCString(context, JS_GetPropertyStr(context, exception, "stack"));
	fprintf(stderr, "%s: FATAL: %s\n%s", program_invocation_short_name, text == NULL ? "unknown exception" : text, trace == NULL ? "" : trace);
}

/* Runs the module, which leaves its function in `native.main`. */
static bool run_module(JSContext *context, const struct kmod_buffer *bytecode)
{
	JSValue native = define_native(context);
	JSValue module = JS_ReadObject(context, bytecode->data, bytecode->length, JS_READ_OBJ_BYTECODE);

	if (JS_IsException(module) || JS_ResolveModule(context, module) < 0 ||
	    JS_IsException(JS_EvalFunction(context, module))) {
		report_exception(context);
		return false;
	}
	image.program = JS_GetPropertyStr(context, native, "main");
	return JS_IsFunction(context, image.program);
}

bool load_program(const char *path)
{
	struct kmod_buffer bytecode = { 0 };
	bool mapped;

	if (kmod_read_file(path, &bytecode, &mapped) != 0)
		return false;
	image.runtime = JS_NewRuntime2(&image_memory, NULL);
	image.context = image.runtime == NULL ? NULL : new_context(image.runtime);
	if (image.context == NULL || !run_module(image.context, &bytecode))
		return false;
	JS_RunGC(image.runtime);
	JS_SetGCThreshold(image.runtime, GC_THRESHOLD);
	return true;
}
