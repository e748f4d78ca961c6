#include "host/catalog/account.hpp"

#include <gtest/gtest.h>

namespace hubcensus {
namespace {

TEST(AccountAnnotations, WithoutAListOfOrganizationsTheKindStaysUnknown) {
  AccountAnnotations annotations;
  annotations["acme"].kind = AccountKind::industry;
  EXPECT_EQ(annotations.of("acme").kind, AccountKind::industry);
  EXPECT_EQ(annotations.of("ann").kind, AccountKind::unknown);
}

TEST(AccountAnnotations, WhomACompleteListOfOrganizationsLacksIsAnIndividual) {
  AccountAnnotations annotations;
  annotations["acme"].kind = AccountKind::industry;
  annotations["bob"].country = "FR";
  annotations.organizations.emplace().insert("lab");
  EXPECT_EQ(annotations.of("ann").kind, AccountKind::individual);
  EXPECT_EQ(annotations.of("bob").kind, AccountKind::individual);
  EXPECT_EQ(annotations.of("bob").country, "FR");
  EXPECT_EQ(annotations.of("lab").kind, AccountKind::unknown);
  EXPECT_EQ(annotations.of("acme").kind, AccountKind::industry);
  EXPECT_EQ(annotations.of("(canonical)").kind, AccountKind::unknown);
}

}  // namespace
}  // namespace hubcensus
