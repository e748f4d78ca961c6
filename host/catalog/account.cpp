#include "host/catalog/account.hpp"

namespace hubcensus {

AccountAnnotation AccountAnnotations::of(std::string_view handle) const {
  AccountAnnotation annotation;
  if (const auto found = find(handle); found != end()) annotation = found->second;
  const bool is_person = annotation.kind == AccountKind::unknown && organizations &&
                         !handle.starts_with('(') && !organizations->contains(handle);
  if (is_person) annotation.kind = AccountKind::individual;
  return annotation;
}

}  // namespace hubcensus
