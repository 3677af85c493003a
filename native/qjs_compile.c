/* Compiles a module that imports nothing: `qjs-compile MODULE.js BYTECODE`. Part of the build, not of what it builds. */
#include <quickjs.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* The text of a file, to be freed; NULL where it cannot be read. */
static char *read_text(const char *path, size_t *length)
{
	FILE *file = fopen(path, "r");
	char *text;
	long size;

	if (file == NULL || fseek(file, 0, SEEK_END) != 0 || (size = ftell(file)) < 0)
		return NULL;
	rewind(file);
	text = calloc(1, (size_t)size + 1);
	*length = text == NULL ? 0 : fread(text, 1, (size_t)size, file);
	fclose(file);
	return text;
}

static bool write_bytes(const char *path, const void *bytes, size_t length)
{
	FILE *file = fopen(path, "w");

	return file != NULL && fwrite(bytes, 1, length, file) == length && fclose(file) == 0;
}

/* What traces call the file: not where it was built. */
#define NAME "kmod-ts"

static bool compile(JSContext *context, const char *text, size_t length, const char *output)
{
	JSValue module = JS_Eval(context, text, length, NAME, JS_EVAL_TYPE_MODULE | JS_EVAL_FLAG_COMPILE_ONLY | JS_EVAL_FLAG_STRIP);
	uint8_t *bytes;
	size_t size;

	if (JS_IsException(module)) {
		fprintf(stderr, "%s\n", JS_ToCString(context, JS_GetException(context)));
		return false;
	}
	bytes = JS_WriteObject(context, &size, module, JS_WRITE_OBJ_BYTECODE);
	return bytes != NULL && write_bytes(output, bytes, size);
}

int main(int count, char **words)
{
	JSContext *context = JS_NewContext(JS_NewRuntime());
	size_t length;
	char *text;

	if (count != 3 || context == NULL)
		return 2;
	text = read_text(words[1], &length);
	return text != NULL && compile(context, text, length, words[2]) ? 0 : 1;
}
