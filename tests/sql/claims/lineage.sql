-- Claims about who is built upon.
WITH companies AS (
  SELECT
    coalesce(sum(descendants) FILTER (company_of(company) = 'Alibaba'), 0) AS alibaba,
    coalesce(sum(descendants) FILTER (company_of(company) IN ('Alphabet', 'Meta')), 0) AS others,
    count(*) >= 1000 AND count(DISTINCT company_of(company)) FILTER (
      company_of(company) IN ('Alibaba', 'Alphabet', 'Meta')) < 3 AS cut
  FROM twin.lineage_companies
),
qwen AS (
  SELECT descendants, by_name_or_tag FROM twin.lineage_families WHERE family = 'qwen'
),
found(claim, "table", "window", article, value_text, value_num, value_den, missing) AS (
  SELECT 'alibaba_derivatives', 'lineage', NULL, '1', NULL, alibaba, others,
    CASE WHEN NOT has_models THEN '--models'
         WHEN NOT has_accounts THEN '--accounts'
         ELSE coalesce(unnamed_company(['Alibaba', 'Alphabet', 'Meta']), CASE
           WHEN cut THEN 'Alibaba, Google and Meta among the 1,000 companies listed'
           WHEN others = 0 THEN 'derivatives of Google or Meta' END) END
  FROM here CROSS JOIN companies
  UNION ALL
  SELECT 'qwen_derivatives', 'lineage', NULL, '113000', NULL, descendants, 1,
    CASE WHEN NOT has_models THEN '--models' END
  FROM here CROSS JOIN qwen
  UNION ALL
  SELECT 'qwen_by_name_or_tag', 'lineage', NULL, '200000', NULL, by_name_or_tag, 1,
    CASE WHEN NOT has_models THEN '--models' END
  FROM here CROSS JOIN qwen
)
FROM found;
