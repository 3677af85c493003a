/* QuickJS's binding of what a process has: environment, streams, clock. */
#include <errno.h>
#include <limits.h>
#include <stdlib.h>
#include <string.h>
#include <sys/auxv.h>
#include <sys/ioctl.h>
#include <time.h>
#include <unistd.h>

#include "plain_sys.h"
#include "qjs_values.h"

BOUND(environment)
{
	size_t length;
	char *name = text_of(context, values[0], &length);
	const char *value;

	if (name == NULL)
		return JS_EXCEPTION;
	value = getenv(name);
	free(name);
	return value == NULL ? JS_UNDEFINED : to_text(context, value, strlen(value));
}

/* Text that was allocated for the caller, or the errno that kept it from being. */
static JSValue allocated(JSContext *context, char *text)
{
	JSValue result = text == NULL ? JS_NewInt32(context, -errno) : to_text(context, text, strlen(text));

	free(text);
	return result;
}

/* The kernel's name for it needs /proc; without that it is the one that it was started by. */
BOUND(program_path)
{
	struct kmod_buffer path = { 0 };
	JSValue text;

	if (kmod_read_link("/proc/self/exe", &path) != 0)
		text = allocated(context, realpath((const char *)getauxval(AT_EXECFN), NULL));
	else
		text = to_text(context, path.data, path.length);
	kmod_free_buffer(&path);
	return text;
}

/* As the user went there, where $PWD says so. */
BOUND(working_directory)
{
	char *path = get_current_dir_name();

	if (path != NULL && path[0] != '/') {
		free(path);
		path = getcwd(NULL, 0);
	}
	return allocated(context, path);
}

BOUND(write_text)
{
	int64_t descriptor;
	size_t length;
	char *text;
	int result;

	if (!number_of(context, values[0], &descriptor))
		return JS_EXCEPTION;
	text = text_of(context, values[1], &length);
	if (text == NULL)
		return JS_EXCEPTION;
	result = kmod_write_all((int)descriptor, text, length);
	free(text);
	return JS_NewInt32(context, result);
}

BOUND(is_terminal)
{
	int64_t descriptor;

	if (!number_of(context, values[0], &descriptor))
		return JS_EXCEPTION;
	return JS_NewBool(context, isatty((int)descriptor));
}

BOUND(terminal_width)
{
	struct winsize size = { 0 };
	int64_t descriptor;

	if (!number_of(context, values[0], &descriptor))
		return JS_EXCEPTION;
	if (ioctl((int)descriptor, TIOCGWINSZ, &size) != 0)
		return JS_NewInt32(context, 0);
	return JS_NewInt32(context, size.ws_col);
}

BOUND(monotonic_time)
{
	struct timespec now;

	clock_gettime(CLOCK_MONOTONIC, &now);
	return JS_NewFloat64(context, (double)now.tv_sec * 1e3 + (double)now.tv_nsec / 1e6);
}

BOUND(pause_for)
{
	struct timespec left;
	int64_t milliseconds;

	if (!number_of(context, values[0], &milliseconds))
		return JS_EXCEPTION;
	left = (struct timespec){ .tv_sec = milliseconds / 1000, .tv_nsec = milliseconds % 1000 * 1000000 };
	while (nanosleep(&left, &left) != 0 && errno == EINTR)
		continue;
	return JS_UNDEFINED;
}

/* Array of 8-bit numbers from start up to end, as a byte string. */
BOUND(decode)
{
	int64_t start, end;
	struct view bytes;

	if (!bytes_of(context, values[0], &bytes) || !number_of(context, values[1], &start) ||
	    !number_of(context, values[2], &end))
		return JS_EXCEPTION;
	if (start > end || (uint64_t)end > bytes.length)
		return JS_ThrowRangeError(context, "outside of the bytes");
	return to_text(context, bytes.data + start, (size_t)(end - start));
}

/* Puts a byte string into an array. */
BOUND(encode)
{
	struct view into;
	size_t length;
	int64_t at;
	char *text;
	bool fits;

	if (!bytes_of(context, values[1], &into) || !number_of(context, values[2], &at))
		return JS_EXCEPTION;
	text = text_of(context, values[0], &length);
	if (text == NULL)
		return JS_EXCEPTION;
	fits = (uint64_t)at <= into.length && length <= into.length - (size_t)at;
	if (fits)
		memcpy(into.data + at, text, length);
	free(text);
	return fits ? JS_UNDEFINED : JS_ThrowRangeError(context, "outside of the bytes");
}

/* Copies a part of one array to a place in another, which may be the same. */
BOUND(copy)
{
	struct view from, into;
	int64_t start, end, at;

	if (!bytes_of(context, values[0], &from) || !number_of(context, values[1], &start) ||
	    !number_of(context, values[2], &end) || !bytes_of(context, values[3], &into) ||
	    !number_of(context, values[4], &at))
		return JS_EXCEPTION;
	if (start > end || (uint64_t)end > from.length || (uint64_t)at > into.length ||
	    (uint64_t)(end - start) > into.length - (uint64_t)at)
		return JS_ThrowRangeError(context, "outside of the bytes");
	memmove(into.data + at, from.data + start, (size_t)(end - start));
	return JS_UNDEFINED;
}

void define_host(JSContext *context, JSValueConst object)
{
	static const JSCFunctionListEntry functions[] = {
		JS_CFUNC_DEF("environment", 1, environment),
		JS_CFUNC_DEF("programPath", 0, program_path),
		JS_CFUNC_DEF("workingDirectory", 0, working_directory),
		JS_CFUNC_DEF("write", 2, write_text),
		JS_CFUNC_DEF("isTerminal", 1, is_terminal),
		JS_CFUNC_DEF("terminalWidth", 1, terminal_width),
		JS_CFUNC_DEF("monotonicTime", 0, monotonic_time),
		JS_CFUNC_DEF("pause", 1, pause_for),
		JS_CFUNC_DEF("decode", 3, decode),
		JS_CFUNC_DEF("encode", 3, encode),
		JS_CFUNC_DEF("copy", 5, copy),
	};

	JS_SetPropertyFunctionList(context, object, functions, COUNT(functions));
}
