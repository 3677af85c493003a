/* QuickJS's binding of kmod_sys.h's system calls, system log and shell. */
#include <stdlib.h>
#include <sys/utsname.h>

#include "qjs_values.h"

BOUND(insert_file)
{
	JSValue result = JS_EXCEPTION;
	char *path, *options;
	int64_t flags;

	if (!number_of(context, values[2], &flags))
		return JS_EXCEPTION;
	path = string_of(context, values[0]);
	options = path == NULL ? NULL : string_of(context, values[1]);
	if (options != NULL)
		result = JS_NewInt32(context, kmod_insert_file(path, options, (int)flags));
	free(options);
	free(path);
	return result;
}

BOUND(insert_image)
{
	JSValue result = JS_EXCEPTION;
	struct view image;
	char *options;

	if (!bytes_of(context, values[0], &image))
		return JS_EXCEPTION;
	options = string_of(context, values[1]);
	if (options != NULL)
		result = JS_NewInt32(context, kmod_insert_image(image.data, image.length, options));
	free(options);
	return result;
}

BOUND(remove_module)
{
	JSValue result = JS_EXCEPTION;
	int64_t flags;
	char *name;

	if (!number_of(context, values[1], &flags))
		return JS_EXCEPTION;
	name = string_of(context, values[0]);
	if (name != NULL)
		result = JS_NewInt32(context, kmod_remove_module(name, (unsigned int)flags));
	free(name);
	return result;
}

BOUND(run_shell)
{
	struct view additions;
	char *command;
	int result;

	if (!bytes_of(context, values[1], &additions))
		return JS_EXCEPTION;
	if (additions.length > 0 && additions.data[additions.length - 1] != 0)
		return JS_ThrowTypeError(context, "expected a NUL at the end");
	command = string_of(context, values[0]);
	if (command == NULL)
		return JS_EXCEPTION;
	result = kmod_run_shell(command, (char *)additions.data, additions.length);
	free(command);
	return JS_NewInt32(context, result);
}

BOUND(open_kernel_log)
{
	return JS_NewInt32(context, kmod_open_kernel_log());
}

BOUND(send_syslog)
{
	char *identity, *message;
	int64_t severity;
	bool sent;

	if (!number_of(context, values[1], &severity))
		return JS_EXCEPTION;
	identity = string_of(context, values[0]);
	message = identity == NULL ? NULL : string_of(context, values[2]);
	if (message != NULL)
		kmod_syslog(identity, (int)severity, message);
	sent = message != NULL;
	free(identity);
	free(message);
	return sent ? JS_UNDEFINED : JS_EXCEPTION;
}

BOUND(release)
{
	struct utsname names;

	return uname(&names) == 0 ? JS_NewString(context, names.release) : JS_NewString(context, "");
}

BOUND(machine)
{
	struct utsname names;

	return uname(&names) == 0 ? JS_NewString(context, names.machine) : JS_NewString(context, "");
}

void define_kernel(JSContext *context, JSValueConst object)
{
	static const JSCFunctionListEntry functions[] = {
		JS_CFUNC_DEF("insertFile", 3, insert_file),
		JS_CFUNC_DEF("insertImage", 2, insert_image),
		JS_CFUNC_DEF("removeModule", 2, remove_module),
		JS_CFUNC_DEF("runShell", 2, run_shell),
		JS_CFUNC_DEF("openKernelLog", 0, open_kernel_log),
		JS_CFUNC_DEF("syslog", 3, send_syslog),
		JS_CFUNC_DEF("release", 0, release),
		JS_CFUNC_DEF("machine", 0, machine),
	};

	JS_SetPropertyFunctionList(context, object, functions, COUNT(functions));
}
