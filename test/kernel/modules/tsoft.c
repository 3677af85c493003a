/* Says itself what is to be loaded before and after it. */
#include "lab.h"

MODULE(begin_well, end_well);
INFO("softdep", "pre: tdep post: talias1");
