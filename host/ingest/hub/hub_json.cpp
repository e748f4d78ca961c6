#include "host/ingest/hub/hub_json.hpp"

#include <array>
#include <initializer_list>
#include <span>

#include "host/ingest/hub/list_kind.hpp"
#include "host/ingest/identifier.hpp"
#include "host/ingest/json/member_cells.hpp"
#include "host/ingest/json/object_file.hpp"

namespace hubcensus {
namespace {

// A wanted member; its name in messages is that of the top-level member and the way from there.
struct Member {
  std::string_view top;
  std::string_view rest = "";
};

enum RepositoryMember : size_t {
  kRepositoryId,
  kRepositoryCreated,
  kRepositoryModified,
  kRepositoryDownloads,
  kRepositoryDownloadsAllTime,
  kRepositorySdk,
  kRepositoryTags,
  kRepositoryTagTexts,
};
constexpr std::array<Member, 8> kRepositoryMembers = {{{"id"},
                                                       {"createdAt"},
                                                       {"lastModified"},
                                                       {"downloads"},
                                                       {"downloadsAllTime"},
                                                       {"sdk"},
                                                       {"tags"},
                                                       {"tags", "[]"}}};

enum OrganizationMember : size_t {
  kName,
  kUser,
  kFullName,
  kType,
  kVerified,
};
constexpr std::array<Member, 5> kOrganizationMembers = {
    {{"name"}, {"user"}, {"fullname"}, {"type"}, {"isVerified"}}};

// Where two stand for one value, the first that is there counts.
enum PaperMember : size_t {
  kPaperId,
  kFlatPaperId,
  kPlainId,
  kPaperTitle,
  kTitle,
  kPaperUpvotes,
  kUpvotes,
  kPaperOrganization,
  kOrganization,
  kOrganizationText,
  kPaperPublished,
  kPublished,
  kPaperModels,
  kLinkedModels,
  kPaperDatasets,
  kLinkedDatasets,
};
constexpr std::array<Member, 16> kPaperMembers = {{{"paper", ".id"},
                                                   {"paper_id"},
                                                   {"id"},
                                                   {"paper", ".title"},
                                                   {"title"},
                                                   {"paper", ".upvotes"},
                                                   {"upvotes"},
                                                   {"paper", ".organization.name"},
                                                   {"organization", ".name"},
                                                   {"organization"},
                                                   {"paper", ".publishedAt"},
                                                   {"publishedAt"},
                                                   {"paper", ".linkedModels[].id"},
                                                   {"linkedModels", "[].id"},
                                                   {"paper", ".linkedDatasets[].id"},
                                                   {"linkedDatasets", "[].id"}}};

std::vector<JsonPath> paths_of(std::span<const Member> members) {
  std::vector<JsonPath> paths;
  for (const Member& member : members) paths.push_back({std::string(member.top), member.rest});
  return paths;
}

// What the readers of all lists share.
class ListReader {
 public:
  ListReader(HubList list, const std::string& path, std::span<const Member> members,
             const TextLimits& limits)
      : members_(members), file_(path, paths_of(members), limits) {
    refuse_other_lists(list, look_at_objects(path, limits).names, path);
  }

  // `read_row` is called for each object with the first of the cells `ids` that is known.
  template <typename ReadRow>
  HubListReport read(std::initializer_list<size_t> ids, ReadRow read_row) {
    HubListReport report;
    while (file_.next()) {
      const JsonCell& id = first_known(ids);
      if (!id.is_text()) {
        file_.reject_bad(id.is_unknown() ? "missing_id" : "wrong_type_of_id");
      } else if (!valid_id(id.text)) {
        file_.reject("invalid_id");
      } else {
        ++report.rows_accepted;
        read_row(id.text);
      }
    }
    report.rows_read = file_.objects_read();
    report.rejected = file_.rejected();
    report.invalid_cells = cells_.invalid();
    report.bad_lines = file_.bad_lines();
    report.hash = file_.text().content_hash();
    report.bytes = file_.text().file_bytes();
    return report;
  }

  const JsonCell& cell(size_t member) const { return file_.object().cell(member); }
  const JsonCell& first_known(std::initializer_list<size_t> members) const {
    for (const size_t member : members) {
      if (!cell(member).is_unknown()) return cell(member);
    }
    return cell(*members.begin());
  }
  std::string name(size_t member) const {
    return std::string(members_[member].top) + std::string(members_[member].rest);
  }

  std::string_view text(size_t member) { return cells_.text(cell(member), name(member)); }
  std::string_view text(std::initializer_list<size_t> members) {
    return cells_.text(first_known(members), name(*members.begin()));
  }
  std::optional<uint64_t> counter(size_t member) { return counter({member}); }
  std::optional<uint64_t> counter(std::initializer_list<size_t> members) {
    return cells_.counter(first_known(members), name(*members.begin()));
  }
  std::optional<Day> day(std::initializer_list<size_t> members) {
    return cells_.day(first_known(members), name(*members.begin()));
  }
  // Appends the texts of a list.
  void add_texts(size_t member, std::vector<std::string_view>& texts) {
    for (const JsonCell& element : file_.object().cells(member)) {
      const std::string_view text = cells_.text(element, name(member));
      if (!text.empty()) texts.push_back(text);
    }
  }
  MemberCells& cells() { return cells_; }

 private:
  std::span<const Member> members_;
  ObjectFile file_;
  MemberCells cells_;
};

}  // namespace

HubListReport read_repositories_json(HubList kind, const std::string& path,
                                     const RepositorySink& sink, const TextLimits& limits) {
  ListReader list(kind, path, kRepositoryMembers, limits);
  std::vector<std::string_view> tags;
  return list.read({kRepositoryId}, [&](std::string_view id) {
    RepositoryRow row;
    row.id = id;
    row.created = list.day({kRepositoryCreated});
    row.modified_us = list.cells().instant(list.cell(kRepositoryModified), "lastModified");
    row.downloads_30_days = list.counter(kRepositoryDownloads);
    row.downloads_all_time = list.counter(kRepositoryDownloadsAllTime);
    row.sdk = list.text(kRepositorySdk);
    tags.clear();
    if (list.cells().is(JsonCell::Type::array, list.cell(kRepositoryTags), "tags")) {
      list.add_texts(kRepositoryTagTexts, tags);
    }
    row.tags = tags;
    sink(row);
  });
}

HubListReport read_organizations_json(const std::string& path, const OrganizationSink& sink,
                                      const TextLimits& limits) {
  ListReader list(HubList::organizations, path, kOrganizationMembers, limits);
  return list.read({kName, kUser}, [&](std::string_view handle) {
    OrganizationRow row;
    row.handle = handle;
    row.full_name = list.text(kFullName);
    row.type = list.text(kType);
    row.verified = list.cells().truth(list.cell(kVerified), "isVerified");
    sink(row);
  });
}

HubListReport read_papers_json(const std::string& path, const PaperSink& sink,
                               const TextLimits& limits) {
  ListReader list(HubList::papers, path, kPaperMembers, limits);
  std::vector<std::string_view> models;
  std::vector<std::string_view> datasets;
  return list.read({kPaperId, kFlatPaperId, kPlainId}, [&](std::string_view id) {
    PaperRow row;
    row.id = id;
    row.title = list.text({kPaperTitle, kTitle});
    row.organization = list.text({kPaperOrganization, kOrganization, kOrganizationText});
    row.published = list.day({kPaperPublished, kPublished});
    row.upvotes = list.counter({kPaperUpvotes, kUpvotes});
    models.clear();
    datasets.clear();
    for (const size_t member : {kPaperModels, kLinkedModels}) list.add_texts(member, models);
    for (const size_t member : {kPaperDatasets, kLinkedDatasets}) list.add_texts(member, datasets);
    row.models = models;
    row.datasets = datasets;
    sink(row);
  });
}

}  // namespace hubcensus
