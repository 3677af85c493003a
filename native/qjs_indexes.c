/* QuickJS's binding of kmod_sys.h's binary indexes and names. */
#include <stdlib.h>

#include "qjs_image.h"
#include "qjs_values.h"

BOUND(encode_trie)
{
	struct kmod_trie_entries entries;
	struct kmod_buffer index = { 0 };
	struct view value_of, priorities;
	int failure;

	if (!strings_of(context, values, &entries.keys) || !strings_of(context, values + 3, &entries.values) ||
	    !numbers_of(context, values[6], entries.keys.count, &value_of) ||
	    !numbers_of(context, values[7], entries.keys.count, &priorities))
		return JS_EXCEPTION;
	entries.value_of = (const int32_t *)(void *)value_of.data;
	entries.priorities = (const uint32_t *)(void *)priorities.data;
	failure = kmod_encode_trie(&entries, &index);
	if (failure == 0)
		return take_bytes(context, &index);
	kmod_free_buffer(&index);
	return JS_NewInt32(context, failure);
}

/* Names are a JavaScript object that frees them when it is collected. */
static void finalize(JSRuntime *runtime, JSValue value)
{
	struct kmod_names *names = JS_GetOpaque(value, image.names_class);

	(void)runtime;
	if (names != NULL)
		kmod_names_close(names);
}

static const JSClassDef names_definition = { .class_name = "Names", .finalizer = finalize };

/* NULL with an exception pending where they are closed, or something else. */
static struct kmod_names *open_names(JSContext *context, JSValueConst value)
{
	struct kmod_names *names = JS_GetOpaque(value, image.names_class);

	if (names == NULL)
		JS_ThrowTypeError(context, "expected open names");
	return names;
}

BOUND(names_open)
{
	struct kmod_strings known;
	struct kmod_names *names;
	JSValue object;
	int failure;

	if (!strings_of(context, values, &known))
		return JS_EXCEPTION;
	failure = kmod_names_open(&known, &names);
	if (failure != 0)
		return JS_NewInt32(context, failure);
	object = JS_NewObjectProtoClass(context, JS_NULL, image.names_class);
	if (JS_IsException(object))
		kmod_names_close(names);
	else
		JS_SetOpaque(object, names);
	return object;
}

BOUND(names_add)
{
	struct kmod_names *names = open_names(context, values[0]);
	struct view bytes, offsets, numbers;
	int64_t added, limit;

	if (names == NULL || !bytes_of(context, values[1], &bytes) || !number_of(context, values[3], &added) ||
	    !numbers_of(context, values[2], (size_t)added, &offsets) ||
	    !numbers_of(context, values[4], (size_t)added, &numbers) || !number_of(context, values[5], &limit))
		return JS_EXCEPTION;
	return JS_NewInt64(context, kmod_names_add(names, bytes.data, bytes.length,
						   (const int32_t *)(void *)offsets.data, (size_t)added,
						   (int32_t *)(void *)numbers.data, (size_t)limit));
}

BOUND(names_bytes)
{
	const struct kmod_names *names = open_names(context, values[0]);
	struct kmod_strings all;

	if (names == NULL)
		return JS_EXCEPTION;
	all = kmod_names_all(names);
	return to_bytes(context, all.bytes, all.length);
}

BOUND(names_starts)
{
	const struct kmod_names *names = open_names(context, values[0]);
	struct kmod_strings all;

	if (names == NULL)
		return JS_EXCEPTION;
	all = kmod_names_all(names);
	return to_bytes(context, all.starts, (all.count + 1) * sizeof(*all.starts));
}

BOUND(names_close)
{
	struct kmod_names *names = JS_GetOpaque(values[0], image.names_class);

	if (names != NULL) {
		JS_SetOpaque(values[0], NULL);
		kmod_names_close(names);
	}
	return JS_UNDEFINED;
}

void define_indexes(JSContext *context, JSValueConst object)
{
	static const JSCFunctionListEntry functions[] = {
		JS_CFUNC_DEF("encodeTrie", 8, encode_trie),
		JS_CFUNC_DEF("namesOpen", 3, names_open),
		JS_CFUNC_DEF("namesAdd", 6, names_add),
		JS_CFUNC_DEF("namesBytes", 1, names_bytes),
		JS_CFUNC_DEF("namesStarts", 1, names_starts),
		JS_CFUNC_DEF("namesClose", 1, names_close),
	};

	JS_NewClassID(&image.names_class);
	JS_NewClass(JS_GetRuntime(context), image.names_class, &names_definition);
	JS_SetPropertyFunctionList(context, object, functions, COUNT(functions));
}
