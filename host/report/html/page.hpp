// report.html: the census as one page that opens from disk, and its charts as charts/*.vl.json.
//
// It needs no network and asks for none: its Content-Security-Policy allows nothing but the page's
// own scripts and style, by their hashes. It reads finished tables and decides nothing.
#pragma once

#include <filesystem>
#include <span>

#include "host/report/manifest.hpp"
#include "host/report/table.hpp"

namespace hubcensus {

// Writes report.html and the folder charts into `folder`.
void write_page(std::span<const Table> tables, const RunManifest& manifest,
                const std::filesystem::path& folder);

}  // namespace hubcensus
