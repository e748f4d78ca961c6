// The objects of the smaller lists of the Hub's API: what a dataset, a space, a paper and an
// organisation of the sample say. A number draws all of it.
#pragma once

#include <array>
#include <string>
#include <string_view>

#include "host/generate/sample_hub.hpp"

namespace hubcensus::generate {

// Of the tags task_categories:* of drawn datasets.
inline constexpr std::array<std::string_view, 9> kDatasetTasks = {
    "text-generation",    "text-classification", "question-answering",
    "translation",        "summarization",       "image-classification",
    "image-segmentation", "token-classification", "automatic-speech-recognition"};

// What datasets and spaces have in common; a dataset with its task, or without one if it is empty.
Json repository_json(const std::string& account, const std::string& name, const std::string& time);
Json dataset_json(Json repository, std::string_view task, uint64_t downloads,
                  uint64_t downloads_all_time);

// `task` becomes that of the dataset, empty where it has none.
Json drawn_dataset(const Population& population, int64_t number, std::string_view& task);
Json drawn_space(const Population& population, int64_t number);
// `country` becomes that of the paper's organisation, "unknown" without one.
Json drawn_paper(const Population& population, int64_t number, std::string_view& country);
bool is_organization(const Accounts& accounts, uint32_t account);
Json drawn_organization(const Population& population, uint32_t account);

}  // namespace hubcensus::generate
