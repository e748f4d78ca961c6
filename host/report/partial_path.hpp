// The name under which an output is written before it is put in its place:
// <target>.partial-<process id>, locked while its run lives. A later run with the same target
// removes it when neither the lock nor the process is there any more.
#pragma once

#include <filesystem>

namespace hubcensus {

std::filesystem::path partial_path(const std::filesystem::path& target);
// Removes what dead runs left beside `target`, folders and files.
void remove_stale_partials(const std::filesystem::path& target);
// Descriptor of a partial file or folder, locked; below 0, with errno, where that fails.
int lock_partial(const std::filesystem::path& path);
// fsync of a file or folder. Throws Error(output), or Error(limit) where the disk is full.
void sync_path(const std::filesystem::path& path);

}  // namespace hubcensus
