/* QuickJS's binding of kmod_sys.h's system calls, system log and shell. */
#include <stdlib.h>
#include <sys/utsname.h>

#include "qjs_values.h"

static JSValue insert_file(JSContext *context, JSValueConst this, int count, JSValueConst *values)
{
	JSValue result = JS_EXCEPTION;
	char *path, *options;
	int64_t flags;

	(void)this;
	(void)count;
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

static JSValue insert_image(JSContext *context, JSValueConst this, int count, JSValueConst *values)
{
	JSValue result = JS_EXCEPTION;
	struct view image;
	char *options;

	(void)this;
	(void)count;
	if (!bytes_of(context, values[0], &image))
		return JS_EXCEPTION;
	options = string_of(context, values[1]);
	if (options != NULL)
		result = JS_NewInt32(context, kmod_insert_image(image.data, image.length, options));
	free(options);
	return result;
}

static JSValue remove_module(JSContext *context, JSValueConst this, int count, JSValueConst *values)
{
	JSValue result = JS_EXCEPTION;
	int64_t flags;
	char *name;

	(void)this;
	(void)count;
	if (!number_of(context, values[1], &flags))
		return JS_EXCEPTION;
	name = string_of(context, values[0]);
	if (name != NULL)
		result = JS_NewInt32(context, kmod_remove_module(name, (unsigned int)flags));
	free(name);
	return result;
}

static JSValue run_shell(JSContext *context, JSValueConst this, int count, JSValueConst *values)
{
	struct view additions;
	char *command;
	int result;

	(void)this;
	(void)count;
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

static JSValue open_kernel_log(JSContext *context, JSValueConst this, int count, JSValueConst *values)
{
	(void)this;
	(void)count;
	(void)values;
	return JS_NewInt32(context, kmod_open_kernel_log());
}

static JSValue send_syslog(JSContext *context, JSValueConst this, int count, JSValueConst *values)
{
	char *identity, *message;
	int64_t severity;
	bool sent;

	(void)this;
	(void)count;
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

static JSValue release(JSContext *context, JSValueConst this, int count, JSValueConst *values)
{
	struct utsname names;

	(void)this;
	(void)count;
	(void)values;
	return uname(&names) == 0 ? JS_NewString(context, names.release) : JS_NewString(context, "");
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
	};

	JS_SetPropertyFunctionList(context, object, functions, COUNT(functions));
}
