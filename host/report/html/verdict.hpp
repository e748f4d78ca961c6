// Whether a claim of the article holds on these inputs, in the page's words.
//
// A claim that says "more than" holds above its number, one of a rank or a count where they are the
// same, any other within a tenth of its number. It knows the claims by name and no table; one whose
// article gives nothing to compare with is left to the reader.
#pragma once

#include <string>
#include <string_view>

namespace hubcensus {

enum class Judgement { holds, does_not_hold, left_to_the_reader };

struct Verdict {
  Judgement judgement = Judgement::left_to_the_reader;
  std::string difference;  // from the article's number: "+0.13 (+3.4 %)"; kNoNumber without numbers
};

// Of a claim that was computed; both values as the table `claims` has them.
Verdict verdict_of(std::string_view claim, std::string_view article, std::string_view value);

std::string_view judgement_words(Judgement judgement);

}  // namespace hubcensus
