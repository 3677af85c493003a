/* A module with a parameter, for dkms to build. */
#include <linux/module.h>

static char *word = "nothing";
module_param(word, charp, 0444);

static int __init lab_init(void)
{
	return 0;
}

static void __exit lab_exit(void)
{
}

module_init(lab_init);
module_exit(lab_exit);
MODULE_DESCRIPTION("The lab's own module");
MODULE_LICENSE("GPL");
