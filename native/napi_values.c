/* See napi_values.h. */
#include "napi_values.h"

#include <stdlib.h>
#include <string.h>

bool arguments(napi_env env, napi_callback_info info, size_t count, napi_value *values)
{
	size_t given = count;

	if (napi_get_cb_info(env, info, &given, values, NULL, NULL) == napi_ok && given == count)
		return true;
	napi_throw_type_error(env, NULL, "wrong number of arguments");
	return false;
}

bool bytes_of(napi_env env, napi_value value, struct view *view)
{
	napi_typedarray_type type;
	bool is_array = false;
	void *data = NULL;

	napi_is_typedarray(env, value, &is_array);
	if (is_array && napi_get_typedarray_info(env, value, &type, &view->length, &data, NULL, NULL) == napi_ok &&
	    type == napi_uint8_array) {
		view->data = data;
		return true;
	}
	napi_throw_type_error(env, NULL, "expected a Uint8Array");
	return false;
}

bool number_of(napi_env env, napi_value value, int64_t *number)
{
	napi_valuetype type = napi_undefined;

	napi_typeof(env, value, &type);
	if (type == napi_number && napi_get_value_int64(env, value, number) == napi_ok && *number >= 0)
		return true;
	napi_throw_type_error(env, NULL, "expected a number that is not negative");
	return false;
}

bool numbers_of(napi_env env, napi_value value, size_t count, struct view *view)
{
	if (!bytes_of(env, value, view))
		return false;
	if (view->length / 4 >= count && (uintptr_t)view->data % 4 == 0)
		return true;
	napi_throw_range_error(env, NULL, "too few numbers");
	return false;
}

bool strings_of(napi_env env, const napi_value *values, struct kmod_strings *strings)
{
	struct view bytes, starts;
	int64_t count;

	if (!bytes_of(env, values[0], &bytes) || !number_of(env, values[2], &count) ||
	    !numbers_of(env, values[1], (size_t)count + 1, &starts))
		return false;
	if (bytes.data == NULL)
		bytes.data = (uint8_t *)"";
	*strings = (struct kmod_strings){ bytes.data, bytes.length, (const int32_t *)(void *)starts.data, (size_t)count };
	return true;
}

char *string_of(napi_env env, napi_value value)
{
	struct view view;
	char *string;

	if (!bytes_of(env, value, &view))
		return NULL;
	if (view.length > 0 && memchr(view.data, 0, view.length) != NULL) {
		napi_throw_type_error(env, NULL, "unexpected NUL byte");
		return NULL;
	}
	string = malloc(view.length + 1);
	if (string == NULL) {
		napi_throw_error(env, NULL, "out of memory");
		return NULL;
	}
	if (view.length > 0)
		memcpy(string, view.data, view.length);
	string[view.length] = '\0';
	return string;
}

napi_value to_number(napi_env env, double number)
{
	napi_value value = NULL;

	napi_create_double(env, number, &value);
	return value;
}

/*
 * Not external memory: that would be freed by a finalizer, which Node runs from the event loop, and the tools never
 * return to that while they work.
 */
napi_value to_bytes(napi_env env, const void *bytes, size_t length)
{
	napi_value memory, array = NULL;
	void *data;

	if (napi_create_arraybuffer(env, length, &data, &memory) != napi_ok)
		return NULL;
	if (length > 0)
		memcpy(data, bytes, length);
	napi_create_typedarray(env, napi_uint8_array, length, memory, 0, &array);
	return array;
}

napi_value to_tagged(napi_env env, void *data, napi_finalize finalize, const napi_type_tag *tag)
{
	napi_value external = NULL;

	if (data == NULL || napi_create_external(env, data, finalize, NULL, &external) != napi_ok) {
		free(data);
		napi_throw_error(env, NULL, "out of memory");
		return NULL;
	}
	napi_type_tag_object(env, external, tag);
	return external;
}

void *tagged(napi_env env, napi_value value, const napi_type_tag *tag)
{
	napi_valuetype type = napi_undefined;
	bool is_ours = false;
	void *data = NULL;

	napi_typeof(env, value, &type);
	if (type == napi_external && napi_check_object_type_tag(env, value, tag, &is_ours) == napi_ok && is_ours &&
	    napi_get_value_external(env, value, &data) == napi_ok)
		return data;
	napi_throw_type_error(env, NULL, "expected another kind of value");
	return NULL;
}
