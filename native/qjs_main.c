/* The static executable: an engine and a program that are loaded already. What makes them so is in qjs_load.c. */
#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <unistd.h>

#include "qjs_image.h"
#include "qjs_load.h"
#include "qjs_values.h"

/* EX_SOFTWARE of sysexits(3): a bug of ours. */
#define INTERNAL_ERROR 70

/* What a shell shows for a program that SIGPIPE ended; see cli/session.ts. */
#define CLOSED_PIPE 141

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

/* A file that is opened must not get the number of a stream that the caller has closed. As Node does. */
static void open_streams(void)
{
	for (int descriptor = STDIN_FILENO; descriptor <= STDERR_FILENO; descriptor++)
		if (fcntl(descriptor, F_GETFD) < 0)
			(void)!open("/dev/null", O_RDWR);
}

/* Returns the exit status. */
static int run_program(JSContext *context, int count, char **words)
{
	JSValue argument = words_of(context, count, words);
	JSValue value = JS_Call(context, image.program, JS_UNDEFINED, 1, &argument);
	int32_t status;

	if (!JS_IsException(value) && JS_ToInt32(context, &status, value) == 0)
		return status;
	report_exception(context);
	return INTERNAL_ERROR;
}

/* Ends as SIGPIPE would have ended a program that does not care. */
static void end_by_sigpipe(void)
{
	signal(SIGPIPE, SIG_DFL);
	raise(SIGPIPE);
}

int main(int count, char **words)
{
	int status;

	if (!image.ready)
		return make_image(count, words);
	open_streams();
	/* A reader that has gone is told by EPIPE, because standard error may be gone without harm. */
	signal(SIGPIPE, SIG_IGN);
	settle_stack(image.runtime);
	status = run_program(image.context, count, words);
	if (status == CLOSED_PIPE)
		end_by_sigpipe();
	/* Everything has been written, and the kernel frees memory faster than we. */
	_exit(status);
}
