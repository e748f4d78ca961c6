#include "host/ranks/unite_ranks.hpp"

#include <array>
#include <numeric>
#include <utility>

#include "host/ranks/unite_cells.hpp"
#include "host/ranks/wire.hpp"
#include "host/tally/tally_total.hpp"
#include "kernels/check_sum.hpp"

namespace hubcensus {
namespace {

constexpr double kNanoseconds = 1e9;

// Every count and the processor time, to and from one array.
template <typename Use>
void for_each_count(RecordCounts& counts, Use use) {
  auto& [read, counted, rejected, totals_checked, totals_differing, before_range, work] = counts;
  for (int64_t* count :
       {&read, &counted, &totals_checked, &totals_differing, &before_range, &work.batch_bytes,
        &work.rows_of_pages}) {
    use(*count);
  }
  for (int64_t& count : rejected) use(count);
}

void put_counts(RecordCounts counts, WireWriter& writer) {
  for_each_count(counts, [&](int64_t count) { writer.put(static_cast<uint64_t>(count)); });
}

RecordCounts counts_of(WireReader& reader) {
  RecordCounts counts;
  for_each_count(counts, [&](int64_t& count) { count = static_cast<int64_t>(reader.number()); });
  return counts;
}

std::string_view bytes_of(std::span<const uint64_t> numbers) {
  return {reinterpret_cast<const char*>(numbers.data()), numbers.size_bytes()};
}

void assign(std::vector<uint64_t>& numbers, const std::string& bytes) {
  numbers.resize(bytes.size() / sizeof(uint64_t));
  if (!bytes.empty()) std::memcpy(numbers.data(), bytes.data(), bytes.size());
}

class Uniting {
 public:
  Uniting(const Ranks& ranks, const RankPart& part, MemoryBudget& budget)
      : ranks_(ranks),
        part_(part),
        budget_(budget),
        dump_models_(part.catalog.ids.size()),
        charge_(budget, "the models of all ranks") {}

  void unite() {
    unite_counts();
    check_downloads();
    agree_on_models();
    if (part_.resolver.names() != nullptr) unite_names();
    auto& [days, month, fine, latest, latest_fine, values, users, age, weeks] = part_.tally;
    ranks_.reduce(days.records, Ranks::Operator::sum);
    ranks_.reduce(days.downloads, Ranks::Operator::sum);
    const OwnNumbers numbers(dump_models_, std::span(numbers_).subspan(dump_models_));
    for (Cube* cube : {month.get(), fine.get(), latest.get(), latest_fine.get()}) {
      if (cube != nullptr) unite_cube(ranks_, numbers, *cube, budget_);
    }
    if (age) unite_ages(ranks_, numbers, *age, budget_);
    if (weeks) unite_weeks(ranks_, numbers, *weeks, budget_);
    if (values) unite_values(*values);
    if (users) unite_users(users);
  }

  void unite_units() {
    gather([&](WireWriter& writer) { put_units(writer); },
           [&](WireReader& reader) { add_units(reader); });
  }

 private:
  // In halves: the sum of all ranks may be beyond 64 bits.
  void check_downloads() {
    u128 own = 0;
    for (const uint64_t downloads : part_.tally.days.downloads) own += downloads;
    std::array<uint64_t, 2> halves = {static_cast<uint64_t>(own >> 32),
                                      static_cast<uint64_t>(own & 0xFFFFFFFFU)};
    ranks_.reduce(halves, Ranks::Operator::sum);
    const u128 total = (static_cast<u128>(halves[0]) << 32) + halves[1];
    if (ranks_.is_first()) check_sum(total, kAcceptedDownloads);
  }

  // From each other rank to the first, one after the other.
  template <typename Put, typename Add>
  void gather(Put put, Add add) {
    if (!ranks_.is_first()) {
      WireWriter writer;
      put(writer);
      ranks_.send(0, writer.bytes());
      return;
    }
    for (int from = 1; from < ranks_.size(); ++from) {
      const std::string bytes = ranks_.receive(from);
      WireReader reader(bytes);
      add(reader);
    }
  }

  void unite_counts() {
    auto& [core, lifetimes, device, copy] = part_.seconds;
    std::vector<double*> times = {&core, &lifetimes, &device, &copy};
    for (RecordCounts& counts : part_.counts) times.push_back(&counts.work.seconds);
    std::vector<uint64_t> all;
    for (const double* seconds : times) {
      all.push_back(static_cast<uint64_t>(*seconds * kNanoseconds));
    }
    for (RecordCounts& counts : part_.counts) {
      for_each_count(counts, [&](int64_t count) { all.push_back(static_cast<uint64_t>(count)); });
    }
    ranks_.reduce(all, Ranks::Operator::sum);
    auto next = all.cbegin();
    for (double* seconds : times) {
      *seconds = static_cast<double>(*next++) / kNanoseconds;
    }
    for (RecordCounts& counts : part_.counts) {
      for_each_count(counts, [&](int64_t& count) { count = static_cast<int64_t>(*next++); });
    }
  }

  void agree_on_models() {
    if (ranks_.is_first()) {
      for (int from = 1; from < ranks_.size(); ++from) number_models_of(from);
    } else {
      WireWriter writer;
      for (uint32_t model = dump_models_; model < part_.catalog.models(); ++model) {
        writer.put(static_cast<uint64_t>(part_.catalog.joined_kind(model)));
        writer.put(part_.catalog.joined_text(model));
      }
      ranks_.send(0, writer.bytes());
    }
    charge_.set(int64_t{part_.catalog.models()} * static_cast<int64_t>(2 * sizeof(uint32_t)));
    numbers_.resize(part_.catalog.models());
    std::iota(numbers_.begin(), numbers_.end(), 0);
    if (ranks_.is_first()) return;
    const std::string bytes = ranks_.receive(0);
    WireReader reader(bytes);
    for (uint32_t model = dump_models_; model < numbers_.size(); ++model) {
      numbers_[model] = static_cast<uint32_t>(reader.number());
    }
  }

  void number_models_of(int rank) {
    const std::string bytes = ranks_.receive(rank);
    WireReader reader(bytes);
    WireWriter answer;
    while (!reader.is_at_end()) {
      const auto kind = static_cast<KeyKind>(reader.number());
      answer.put(uint64_t{part_.resolver.adopt_stranger(std::string(reader.text()), kind)});
    }
    ranks_.send(rank, answer.bytes());
  }

  void unite_names() {
    const RepositoryNames& names = *part_.resolver.names();
    const auto put = [&](WireWriter& writer) {
      names.for_each(part_.catalog.models(), [&](uint32_t model, uint32_t id, uint16_t day) {
        writer.put(uint64_t{numbers_[model]});
        writer.put(uint64_t{day});
        writer.put(names.id(id));
      });
    };
    const auto add = [&](WireReader& reader) {
      while (!reader.is_at_end()) {
        const auto model = static_cast<uint32_t>(reader.number());
        const auto day = static_cast<uint16_t>(reader.number());
        part_.resolver.adopt_name(model, reader.text(), day);
      }
    };
    gather(put, add);
  }

  void unite_values(ValueDistribution& values) {
    const auto put = [&](WireWriter& writer) {
      for (const auto& [key, counts] : values) {
        writer.put(static_cast<uint64_t>(key.first));
        writer.put(uint64_t{key.second});
        writer.put(counts.values);
        writer.put(counts.counts);
      }
    };
    const auto add = [&](WireReader& reader) {
      ValueDistribution theirs;
      while (!reader.is_at_end()) {
        const auto year = static_cast<int32_t>(reader.number());
        const auto size_class = static_cast<uint8_t>(reader.number());
        ValueCounts& counts = theirs[{year, size_class}];
        counts.values = reader.numbers();
        counts.counts = reader.numbers();
      }
      merge_into(values, theirs);
    };
    gather(put, add);
  }

  // As long as the requests have pairs of country, month and model: not copied once more.
  void unite_users(std::optional<UserCounts>& users) {
    if (!ranks_.is_first()) {
      users = renumber_users(std::move(*users), numbers_);
      ranks_.send(0, bytes_of(users->values));
      ranks_.send(0, bytes_of(users->counts));
      return;
    }
    for (int from = 1; from < ranks_.size(); ++from) {
      UserCounts theirs(budget_);
      std::string bytes = ranks_.receive(from);
      theirs.reserve(bytes.size() / sizeof(uint64_t));
      assign(theirs.values, bytes);
      bytes = ranks_.receive(from);
      assign(theirs.counts, bytes);
      users = merge(*users, theirs);
    }
  }

  void put_units(WireWriter& writer) const {
    for (const auto& [key, unit] : part_.units.units()) {
      const auto& [hash, path, bytes, missing_columns] = unit.file;
      for (const std::string_view text :
           {std::string_view(key), std::string_view(hash), std::string_view(path)}) {
        writer.put(text);
      }
      writer.put(static_cast<uint64_t>(bytes));
      writer.put(uint64_t{missing_columns.size()});
      for (const std::string& column : missing_columns) writer.put(std::string_view(column));
      put_counts(unit.counts, writer);
    }
  }

  void add_units(WireReader& reader) {
    while (!reader.is_at_end()) {
      const std::string key(reader.text());
      ConsumedFile file;
      file.hash = reader.text();
      file.path = reader.text();
      file.bytes = static_cast<int64_t>(reader.number());
      const uint64_t columns = reader.number();
      for (uint64_t i = 0; i < columns; ++i) file.missing_columns.emplace_back(reader.text());
      part_.units.add(key, file, counts_of(reader));
    }
  }

  const Ranks& ranks_;
  const RankPart& part_;
  MemoryBudget& budget_;
  const uint32_t dump_models_;
  MemoryCharge charge_;
  std::vector<uint32_t> numbers_;  // [own model] number at the first
};

}  // namespace

void check_same_inputs(const Ranks& ranks, const RunIdentity& identity) {
  WireWriter writer;
  for (const auto& [name, value] : identity) {
    writer.put(std::string_view(name));
    writer.put(std::string_view(value));
  }
  const std::string bytes = ranks.of_first(writer.bytes());
  WireReader reader(bytes);
  for (const auto& [name, value] : identity) {
    reader.text();
    const std::string of_first(reader.text());
    if (value == of_first) continue;
    throw Error(ErrorKind::invalid_input, "this rank's " + name +
                                              " is another than the first's: " + value + ", not " +
                                              of_first + "; all ranks read the same files");
  }
}

void unite_ranks(const Ranks& ranks, const RankPart& part, bool with_units, MemoryBudget& budget) {
  Uniting uniting(ranks, part, budget);
  uniting.unite();
  if (with_units) uniting.unite_units();
  if (ranks.is_first()) check_total(part.tally);
}

}  // namespace hubcensus
