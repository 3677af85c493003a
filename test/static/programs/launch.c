/*
 * launch ROOT NAME PROGRAM [WORD]...: runs a program that calls itself NAME with ROOT as its root, where the program need not
 * be. It may not insert or remove modules of the machine's kernel: that answers EPERM.
 */
#define _GNU_SOURCE
#include <errno.h>
#include <fcntl.h>
#include <linux/filter.h>
#include <linux/seccomp.h>
#include <stddef.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/syscall.h>
#include <unistd.h>

static int fail(const char *what)
{
	fprintf(stderr, "launch: %s: %s\n", what, strerror(errno));
	return 127;
}

static int refuse_module_calls(void)
{
	struct sock_filter rules[] = {
		BPF_STMT(BPF_LD | BPF_W | BPF_ABS, offsetof(struct seccomp_data, nr)),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_init_module, 3, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_finit_module, 2, 0),
		BPF_JUMP(BPF_JMP | BPF_JEQ | BPF_K, SYS_delete_module, 1, 0),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ALLOW),
		BPF_STMT(BPF_RET | BPF_K, SECCOMP_RET_ERRNO | EPERM),
	};
	struct sock_fprog filter = { .len = sizeof(rules) / sizeof(rules[0]), .filter = rules };
	if (prctl(PR_SET_NO_NEW_PRIVS, 1, 0, 0, 0) != 0)
		return -1;
	return prctl(PR_SET_SECCOMP, SECCOMP_MODE_FILTER, &filter);
}

int main(int argc, char **argv)
{
	if (argc < 4) {
		fprintf(stderr, "usage: launch ROOT NAME PROGRAM [WORD]...\n");
		return 127;
	}
	int program = open(argv[3], O_PATH | O_CLOEXEC);
	if (program < 0)
		return fail(argv[3]);
	if (strcmp(argv[1], "/") != 0 && (chroot(argv[1]) != 0 || chdir("/") != 0))
		return fail(argv[1]);
	if (refuse_module_calls() != 0)
		return fail("seccomp");
	argv[3] = argv[2];
	fexecve(program, argv + 3, environ);
	return fail(argv[2]);
}
