-- Key: account
--
-- Which accounts are built upon?
--
-- The 1,000 accounts with the most descendants, ties by name. A model counts once for an account,
-- however many of the account's nodes it stands on. others: those of another account.
WITH below AS (
  FROM descents_of_owners WHERE kind = 'account' ORDER BY models DESC, owner LIMIT 1000
)
SELECT
  owner AS account,
  country,
  coalesce(named.models, 0) AS direct,
  coalesce(named.finetune, 0) AS direct_finetune,
  coalesce(named.adapter, 0) AS direct_adapter,
  coalesce(named.quantized, 0) AS direct_quantized,
  coalesce(named.merge, 0) AS direct_merge,
  coalesce(named.unknown, 0) AS direct_unknown,
  coalesce(named.others, 0) AS direct_others,
  below.models AS descendants,
  below.finetune AS descendants_finetune,
  below.adapter AS descendants_adapter,
  below.quantized AS descendants_quantized,
  below.merge AS descendants_merge,
  below.unknown AS descendants_unknown,
  below.others AS descendants_others,
  below.models AS share_num,
  (SELECT count(*) FROM derivatives) AS share_den
FROM below LEFT JOIN direct_of_owners AS named USING (kind, owner)
JOIN (SELECT DISTINCT account, country FROM nodes) AS countries ON countries.account = owner
ORDER BY account;
