#ifndef ZTRIAGE_DESCRIPTORS_H
#define ZTRIAGE_DESCRIPTORS_H

#include <spawn.h>

/// How many more files the process may open, counted up to `wanted`.
///
/// Raises the limit as far as that needs and the system allows.
int zt_free_descriptors(int wanted);

/// Has a program that is about to be started get its three standard descriptors and nothing else.
///
/// Sockets are not closed by themselves there, and one that lives on in a program left behind never
/// ends for the server. To be called after all other actions and flags are set; 0, or an error
/// number.
int zt_spawn_nothing_else(posix_spawn_file_actions_t *actions, posix_spawnattr_t *attributes);

#endif
