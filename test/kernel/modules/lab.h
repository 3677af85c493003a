/*
 * What the lab's modules need to know of a kernel, without that kernel's headers (User Mode Linux has none packaged).
 * build.ts passes what differs between kernels, learnt from one of their own modules:
 *
 *   LAB_NAME, LAB_VERMAGIC               strings
 *   LAB_SIZE, LAB_INIT, LAB_EXIT         struct module: its size, the offsets of its functions
 *   LAB_RELATIVE                         the symbol table holds distances instead of addresses
 */

#define SECTION(name) __attribute__((section(name), used, aligned(1)))

/* One string of .modinfo. */
#define INFO_NAMED(tag, text, id) static const char info_##id[] SECTION(".modinfo") = tag "=" text
#define INFO_COUNTED(tag, text, id) INFO_NAMED(tag, text, id)
#define INFO(tag, text) INFO_COUNTED(tag, text, __COUNTER__)

struct module {
	char list[24];
	char name[56];
	char before_init[LAB_INIT - 80];
	int (*init)(void);
	char before_exit[LAB_EXIT - LAB_INIT - 8];
	void (*exit)(void);
	char rest[LAB_SIZE - LAB_EXIT - 8];
} __attribute__((aligned(64)));

_Static_assert(sizeof(struct module) == LAB_SIZE, "struct module as the kernel has it");

extern struct module __this_module;

/* Every module's description. `last` is 0 for a module that cannot be removed. */
#define MODULE(first, last)                                                                                            \
	struct module __this_module SECTION(".gnu.linkonce.this_module") __attribute__((aligned(64))) = {              \
		.name = LAB_NAME, .init = first, .exit = last};                                                        \
	INFO("license", "GPL");                                                                                        \
	INFO("name", LAB_NAME);                                                                                        \
	INFO("vermagic", LAB_VERMAGIC)

static inline int begin_well(void) { return 0; }
static inline void end_well(void) {}

/* Exports a function under its own name. */
#ifdef LAB_RELATIVE
#define EXPORT(function)                                                                                               \
	static const char exported_##function[] SECTION("__ksymtab_strings") = #function;                              \
	__asm__(".section \"__ksymtab\",\"a\"\n.balign 4\n__ksymtab_" #function ":\n.long " #function " - .\n"           \
		".long exported_" #function " - .\n.long 0\n.previous\n")
#else
struct kernel_symbol {
	const void *value;
	const char *name;
	const char *name_space;
};
#define EXPORT(function)                                                                                               \
	static const char exported_##function[] SECTION("__ksymtab_strings") = #function;                              \
	static const struct kernel_symbol __ksymtab_##function                                                         \
		__attribute__((section("__ksymtab"), used)) = {function, exported_##function, 0}
#endif

struct kernel_param;

struct kernel_param_ops {
	unsigned int flags;
	int (*set)(const char *text, const struct kernel_param *);
	int (*get)(char *buffer, const struct kernel_param *);
	void (*free)(void *);
};

struct kernel_param {
	const char *name;
	struct module *module;
	const struct kernel_param_ops *ops;
	const unsigned short mode;
	signed char level;
	unsigned char flags;
	void *variable;
};

extern const struct kernel_param_ops param_ops_int, param_ops_charp;

/* A parameter that sysfs shows; `kind` is the middle of a param_ops_ name. */
#define PARAMETER_WITH(word, kind, operations, address)                                                                \
	static const struct kernel_param parameter_##word                                                              \
		__attribute__((section("__param"), used, aligned(8))) = {                                              \
			#word, &__this_module, &operations, 0644, -1, 0, address};                                     \
	INFO("parmtype", #word ":" kind)
#define INT_PARAMETER(word, initial)                                                                                   \
	static int word = initial;                                                                                     \
	PARAMETER_WITH(word, "int", param_ops_int, &word)
#define TEXT_PARAMETER(word)                                                                                           \
	static char *word;                                                                                             \
	PARAMETER_WITH(word, "charp", param_ops_charp, &word)

void msleep(unsigned int milliseconds);
void __module_get(struct module *);
void module_put(struct module *);
