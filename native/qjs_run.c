/* Running the program that is loaded. See qjs_load.h. */
#include "qjs_load.h"

#include <string.h>
#include <sys/resource.h>

#include "qjs_image.h"
#include "qjs_values.h"

/* EX_SOFTWARE of sysexits(3): a bug of ours. */
#define INTERNAL_ERROR 70

/* The engine's own 256 KiB are less than Node gives. Half of what there is stays for C. */
#define STACK_SIZE ((size_t)4 << 20)

static JSValue words_of(JSContext *context, int count, char **words)
{
	JSValue array = JS_NewArray(context);

	for (int at = 0; at < count; at++)
		JS_SetPropertyUint32(context, array, (uint32_t)at, to_text(context, words[at], strlen(words[at])));
	return array;
}

/* The stack is where this process has it. */
static void settle_stack(JSRuntime *runtime)
{
	struct rlimit limit;
	size_t size = STACK_SIZE;

	JS_UpdateStackTop(runtime);
	if (getrlimit(RLIMIT_STACK, &limit) == 0 && limit.rlim_cur / 2 < size)
		size = limit.rlim_cur / 2;
	JS_SetMaxStackSize(runtime, size);
}

int run_program(int count, char **words)
{
	JSContext *const context = image.context;
	JSValue argument, value;
	int32_t status;

	settle_stack(image.runtime);
	argument = words_of(context, count, words);
	value = JS_Call(context, image.program, JS_UNDEFINED, 1, &argument);
	JS_FreeValue(context, argument);
	if (!JS_IsException(value) && JS_ToInt32(context, &status, value) == 0)
		return status;
	report_exception(context);
	return INTERNAL_ERROR;
}
