/* SPDX-License-Identifier: MIT */
int run(void);

int main(void) { return run(); }
