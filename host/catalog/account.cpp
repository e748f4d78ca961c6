#include "host/catalog/account.hpp"

namespace hubcensus {

KnownAccount AccountAnnotations::of(std::string_view handle) const {
  KnownAccount account;
  if (const auto found = find(handle); found != end()) {
    account = {found->second.kind, found->second.country, found->second.parent};
  }
  const bool is_person = account.kind == AccountKind::unknown && organizations &&
                         !handle.starts_with('(') && !organizations->contains(handle);
  if (is_person) account.kind = AccountKind::individual;
  return account;
}

}  // namespace hubcensus
