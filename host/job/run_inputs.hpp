// What the manifest says of each input and of all records, made from what the readers counted.
#pragma once

#include <string>

#include "host/catalog/accounts_file.hpp"
#include "host/catalog/catalog.hpp"
#include "host/ingest/hub/hub_rows.hpp"
#include "host/ingest/models/models_dump.hpp"
#include "host/ingest/records/record_source.hpp"
#include "host/report/manifest.hpp"
#include "host/tally/consumed_units.hpp"
#include "kernels/snapshots.hpp"

namespace hubcensus {

ManifestInput builtin_accounts_input();
ManifestInput accounts_input(const std::string& path, const AccountsFile& file);
ManifestInput models_input(const std::string& path, const ModelsDumpReport& dump);
// Of a list beside the models: datasets, spaces, papers, organizations or companies.
ManifestInput list_input(const std::string& role, const std::string& path,
                         const HubListReport& list);
ManifestInput records_input(const RecordSource& source, const RecordCounts& counts);
// Of records that a tally holds.
ManifestInput held_input(const ConsumedFile& file, const RecordCounts& counts);

CatalogTotals catalog_totals(const CatalogCounts& counts);

// Rows rejected, by the reason's name; reasons without a row are left out.
ReasonCounts rejected_rows(const RecordCounts& counts);
// What the records themselves put right or contradict: falls of counters and baselines of a
// cumulative series, running totals of Publisher Analytics. The falls are those between months; a
// counter that falls from week to week and rises again within the month has none.
ReasonCounts corrections_of(RecordKind kind, const Corrections& corrections,
                            const RecordCounts& counts);

}  // namespace hubcensus
