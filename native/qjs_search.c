/* QuickJS's binding of plain_search.h. */
#include <errno.h>
#include <stdlib.h>

#include "plain_search.h"
#include "qjs_values.h"

/* An index and a key: the key is to be freed, NULL with an exception pending. */
static char *question_of(JSContext *context, JSValueConst *values, struct kmod_index *index, size_t *length)
{
	struct view bytes;

	if (!bytes_of(context, values[0], &bytes))
		return NULL;
	*index = (struct kmod_index){ bytes.data, bytes.length };
	return text_of(context, values[1], length);
}

BOUND(look_up_index)
{
	struct kmod_index index;
	struct kmod_value value;
	size_t length;
	char *key = question_of(context, values, &index, &length);
	int found;

	if (key == NULL)
		return JS_EXCEPTION;
	found = kmod_look_up(index, key, length, &value);
	free(key);
	if (found == 1)
		return to_text(context, value.text, value.length);
	return found == 0 ? JS_UNDEFINED : JS_NewInt32(context, found);
}

BOUND(search_index)
{
	struct kmod_index index;
	struct kmod_values found = { 0 };
	size_t length;
	char *key = question_of(context, values, &index, &length);
	JSValue result;
	int failure;

	if (key == NULL)
		return JS_EXCEPTION;
	failure = kmod_search(index, key, length, &found);
	result = failure == 0 ? JS_NewArray(context) : JS_NewInt32(context, failure);
	for (size_t at = 0; failure == 0 && at < found.count; at++)
		JS_SetPropertyUint32(context, result, (uint32_t)at,
				     to_text(context, found.list[at].text, found.list[at].length));
	free(found.list);
	free(key);
	return result;
}

void define_search(JSContext *context, JSValueConst object)
{
	static const JSCFunctionListEntry functions[] = {
		JS_CFUNC_DEF("lookUpIndex", 2, look_up_index),
		JS_CFUNC_DEF("searchIndex", 2, search_index),
	};

	JS_SetPropertyFunctionList(context, object, functions, COUNT(functions));
}
