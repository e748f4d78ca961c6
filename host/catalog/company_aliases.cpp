#include "host/catalog/company_aliases.hpp"

#include <algorithm>
#include <array>
#include <vector>

#include "host/ingest/text/ascii_lower.hpp"

namespace hubcensus {
namespace {

constexpr CompanyAlias kAliases[] = {
    {"360 Security Technology", "qihoo360"},
    {"AMD", "amd"},
    {"Advanced Micro Devices", "amd"},
    {"Alibaba", "AIDC-AI"},
    {"Alibaba", "Alibaba-NLP"},
    {"Alibaba", "FunAudioLLM"},
    {"Alibaba", "Qwen"},
    {"Alibaba", "Tongyi-MAI"},
    {"Alibaba", "Wan-AI"},
    {"Alibaba", "alibaba-pai"},
    {"Allegro", "allegro"},
    {"Alphabet", "deepmind"},
    {"Alphabet", "google"},
    {"Alphabet", "google-bert"},
    {"Alphabet", "google-t5"},
    {"Amazon", "amazon"},
    {"Amazon", "autogluon"},
    {"Ant Group", "inclusionAI"},
    {"Apple", "apple"},
    {"BASF", "BASF-AI"},
    {"Baidu", "PaddlePaddle"},
    {"Baidu", "baidu"},
    {"Bandai Namco", "bandainamco-mirai"},
    {"Bilibili", "IndexTeam"},
    {"BioNTech", "InstaDeepAI"},
    {"ByteDance", "ByteDance"},
    {"ByteDance", "ByteDance-Seed"},
    {"ByteDance", "bytedance-research"},
    {"China Telecommunications", "Tele-AI"},
    {"China Telecom", "Tele-AI"},
    {"Cisco", "fdtn-ai"},
    {"Cisco Systems", "fdtn-ai"},
    {"CyberAgent", "cyberagent"},
    {"Databricks", "databricks"},
    {"Databricks", "mosaicml"},
    {"Deutsche Telekom", "T-Systems-onsite"},
    {"Deutsche Telekom", "deutsche-telekom"},
    {"FPT", "FPTAI"},
    {"Facebook", "facebook"},
    {"Facebook", "meta-llama"},
    {"GoTo", "GoToCompany"},
    {"Google", "google"},
    {"Hitachi", "hitachi-nlp"},
    {"Huawei", "huawei-noah"},
    {"Huawei Investment & Holding", "huawei-noah"},
    {"Hyundai Motor", "42dot"},
    {"IBM", "RedHatAI"},
    {"IBM", "ibm"},
    {"IBM", "ibm-granite"},
    {"IBM", "ibm-research"},
    {"International Business Machines", "RedHatAI"},
    {"International Business Machines", "ibm"},
    {"International Business Machines", "ibm-granite"},
    {"International Business Machines", "ibm-research"},
    {"Inspur", "IEITYuan"},
    {"Intel", "Intel"},
    {"Intel", "OpenVINO"},
    {"JD.com", "jdopensource"},
    {"KT", "K-intelligence"},
    {"Kakao", "kakaobrain"},
    {"Kakao", "kakaocorp"},
    {"Kasikornbank", "KBTG-Labs"},
    {"Krafton", "KRAFTON"},
    {"Kuaishou", "KwaiVGI"},
    {"Kuaishou", "Kwaipilot"},
    {"Kunlun Tech", "Skywork"},
    {"LG", "LGAI-EXAONE"},
    {"LY Corporation", "line-corporation"},
    {"MTS", "MTSAIR"},
    {"MediaTek", "MediaTek-Research"},
    {"Meituan", "meituan"},
    {"Meituan", "meituan-longcat"},
    {"Meta", "facebook"},
    {"Meta", "meta-llama"},
    {"Meta Platforms", "facebook"},
    {"Meta Platforms", "meta-llama"},
    {"Microsoft", "microsoft"},
    {"MongoDB", "MongoDB"},
    {"MongoDB", "voyageai"},
    {"NCSOFT", "NCSOFT"},
    {"NVIDIA", "nvidia"},
    {"Naver", "naver"},
    {"Naver", "naver-clova-ix"},
    {"Naver", "naver-hyperclovax"},
    {"NetEase", "netease-youdao"},
    {"Orange", "Orange"},
    {"Prosus", "ProsusAI"},
    {"Qualcomm", "qualcomm"},
    {"Rakuten", "Rakuten"},
    {"S&P Global", "kensho"},
    {"SAP", "SAP"},
    {"SCB X", "scb10x"},
    {"SK", "skt"},
    {"SK Telecom", "skt"},
    {"STMicroelectronics", "STMicroelectronics"},
    {"Salesforce", "Salesforce"},
    {"Samsung Electronics", "SamsungSAILMontreal"},
    {"Sber", "ai-forever"},
    {"Sber", "ai-sage"},
    {"Sberbank", "ai-forever"},
    {"Sberbank", "ai-sage"},
    {"Sea", "sail"},
    {"SenseTime", "sensenova"},
    {"ServiceNow", "ServiceNow"},
    {"ServiceNow", "ServiceNow-AI"},
    {"Shopify", "Shopify"},
    {"Smilegate", "smilegate-ai"},
    {"Snowflake", "Snowflake"},
    {"SoftBank", "sbintuitions"},
    {"Sony", "SonyCSLParis"},
    {"T-Bank", "t-tech"},
    {"Tencent", "Tencent-Hunyuan"},
    {"Tencent", "TencentARC"},
    {"Tencent", "tencent"},
    {"Toyota Motor", "TRI-ML"},
    {"VK", "deepvk"},
    {"Vingroup", "vinai"},
    {"Weibo", "WeiboAI"},
    {"Xiaohongshu", "rednote-hilab"},
    {"Xiaomi", "XiaomiMiMo"},
    {"Yandex", "yandex"},
    {"Yanolja", "yanolja"},
    {"vivo", "vivo-ai"},
};

constexpr std::array<std::string_view, 20> kLegalForms = {
    "inc",      "incorporated", "corp", "corporation", "co",  "company", "companies",
    "com",      "group",        "holding", "holdings", "ltd", "limited", "llc",
    "plc",      "sa",           "se",   "ag",          "nv",  "kk"};

// Bytes beyond ASCII are parts of letters.
bool is_of_word(char c) {
  return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || static_cast<unsigned char>(c) >= 0x80;
}

std::vector<std::string> words_of(std::string_view text) {
  std::vector<std::string> words;
  bool in_word = false;
  for (const char raw : text) {
    const char c = ascii_lower(raw);
    if (is_of_word(c)) {
      if (!in_word) words.emplace_back();
      words.back() += c;
    }
    in_word = is_of_word(c);
  }
  return words;
}

std::string joined(const std::vector<std::string>& words) {
  std::string text;
  for (const std::string& word : words) text += word;
  return text;
}

bool is_legal_form(const std::string& word) {
  return std::find(kLegalForms.begin(), kLegalForms.end(), word) != kLegalForms.end();
}

// The host's labels, lower case, without a leading "www".
std::vector<std::string> labels_of(std::string_view website) {
  if (const size_t scheme = website.find("://"); scheme != std::string_view::npos) {
    website.remove_prefix(scheme + 3);
  }
  website = website.substr(0, website.find_first_of("/?#"));
  website.remove_prefix(website.rfind('@') == std::string_view::npos ? 0 : website.rfind('@') + 1);
  website = website.substr(0, website.find(':'));
  std::vector<std::string> labels(1);
  for (const char c : website) {
    if (c != '.') {
      labels.back() += ascii_lower(c);
    } else if (!labels.back().empty()) {
      labels.emplace_back();
    }
  }
  if (labels.back().empty()) labels.pop_back();
  if (labels.size() > 1 && labels.front() == "www") labels.erase(labels.begin());
  return labels;
}

bool is_number(const std::string& label) {
  return std::all_of(label.begin(), label.end(), [](char c) { return c >= '0' && c <= '9'; });
}

}  // namespace

std::span<const CompanyAlias> company_aliases() { return kAliases; }

std::string company_key(std::string_view name) {
  std::vector<std::string> words = words_of(name);
  if (words.size() > 1 && words.front() == "the") words.erase(words.begin());
  while (words.size() > 1 && is_legal_form(words.back())) words.pop_back();
  return joined(words);
}

std::string handle_key(std::string_view handle) { return joined(words_of(handle)); }

std::string website_label(std::string_view website) {
  constexpr std::array<std::string_view, 12> kSecondLevel = {
      "co", "com", "ac", "org", "net", "gov", "edu", "or", "ne", "go", "gob", "gouv"};
  const std::vector<std::string> labels = labels_of(website);
  const size_t size = labels.size();
  if (size == 0 || is_number(labels.back())) return "";  // an address has no owner's name
  if (size <= 2) return labels.front();
  const bool is_second_level =
      labels[size - 1].size() == 2 &&
      std::find(kSecondLevel.begin(), kSecondLevel.end(), labels[size - 2]) != kSecondLevel.end();
  return labels[size - (is_second_level ? 3 : 2)];
}

}  // namespace hubcensus
