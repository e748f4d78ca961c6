#include "host/catalog/modality.hpp"

#include <algorithm>

namespace hubcensus {
namespace {

struct TaskModality {
  std::string_view task;
  Modality modality;
};

// Tasks that the Hub has renamed or withdrawn are there too: models still bear them.
constexpr std::array<TaskModality, 60> kTasks = {{
    {"any-to-any", Modality::multimodal},
    {"audio-classification", Modality::audio},
    {"audio-text-to-text", Modality::multimodal},
    {"audio-to-audio", Modality::audio},
    {"automatic-speech-recognition", Modality::audio},
    {"conversational", Modality::text},
    {"depth-estimation", Modality::vision},
    {"document-question-answering", Modality::multimodal},
    {"feature-extraction", Modality::text},
    {"fill-mask", Modality::text},
    {"graph-ml", Modality::other},
    {"image-classification", Modality::vision},
    {"image-feature-extraction", Modality::vision},
    {"image-segmentation", Modality::vision},
    {"image-text-to-image", Modality::multimodal},
    {"image-text-to-text", Modality::multimodal},
    {"image-text-to-video", Modality::multimodal},
    {"image-to-3d", Modality::vision},
    {"image-to-image", Modality::vision},
    {"image-to-text", Modality::vision},
    {"image-to-video", Modality::vision},
    {"keypoint-detection", Modality::vision},
    {"mask-generation", Modality::vision},
    {"multiple-choice", Modality::text},
    {"object-detection", Modality::vision},
    {"other", Modality::other},
    {"question-answering", Modality::text},
    {"reinforcement-learning", Modality::reinforcement_learning},
    {"robotics", Modality::reinforcement_learning},
    {"sentence-similarity", Modality::text},
    {"summarization", Modality::text},
    {"table-question-answering", Modality::text},
    {"table-to-text", Modality::text},
    {"tabular-classification", Modality::tabular},
    {"tabular-regression", Modality::tabular},
    {"tabular-to-text", Modality::tabular},
    {"text-classification", Modality::text},
    {"text-generation", Modality::text},
    {"text-ranking", Modality::text},
    {"text-retrieval", Modality::text},
    {"text-to-3d", Modality::vision},
    {"text-to-audio", Modality::audio},
    {"text-to-image", Modality::vision},
    {"text-to-speech", Modality::audio},
    {"text-to-video", Modality::vision},
    {"text2text-generation", Modality::text},
    {"time-series-forecasting", Modality::tabular},
    {"token-classification", Modality::text},
    {"translation", Modality::text},
    {"unconditional-image-generation", Modality::vision},
    {"unknown", Modality::unknown},
    {"video-classification", Modality::vision},
    {"video-text-to-text", Modality::multimodal},
    {"video-to-video", Modality::vision},
    {"visual-document-retrieval", Modality::multimodal},
    {"visual-question-answering", Modality::multimodal},
    {"voice-activity-detection", Modality::audio},
    {"zero-shot-classification", Modality::text},
    {"zero-shot-image-classification", Modality::vision},
    {"zero-shot-object-detection", Modality::vision},
}};

}  // namespace

Modality modality_of(std::string_view task) {
  const auto found = std::find_if(kTasks.begin(), kTasks.end(),
                                  [&](const TaskModality& entry) { return entry.task == task; });
  return found == kTasks.end() ? Modality::other : found->modality;
}

}  // namespace hubcensus
