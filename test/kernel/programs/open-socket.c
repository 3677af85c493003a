/* open-socket FAMILY [TYPE [PROTOCOL]]: opens a socket, so that the kernel asks for the module of its family. */
#include <stdio.h>
#include <stdlib.h>
#include <sys/socket.h>

int main(int count, char **words) {
	int family = count > 1 ? atoi(words[1]) : 0;
	int type = count > 2 ? atoi(words[2]) : SOCK_RAW;
	int protocol = count > 3 ? atoi(words[3]) : 0;
	if (socket(family, type, protocol) >= 0)
		return 0;
	perror("socket");
	return 1;
}
