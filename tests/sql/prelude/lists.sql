-- The lists beside the models made into facts. Runs behind models.sql.
--
-- Given by the harness, each empty where its input was not given:
--   raw_datasets, raw_spaces(row_index, id, createdAt, lastModified, tags)
--   raw_papers(row_index, id, organization, upvotes, models, datasets)    ids of those linked
--   raw_organizations(row_index, handle, fullname, type, isVerified)
--   raw_companies(row_index, company, website, rank)
--   raw_aliases(company, handle)          the built-in table of what belongs to a company
--
-- Makes: datasets, spaces, papers, organizations, companies, census(as_of), and the keys by which
-- names of companies and accounts are compared.

CREATE MACRO usable_time(t) AS
  CASE WHEN t >= TIMESTAMP '1970-01-01' AND t < TIMESTAMP '2149-06-07' THEN t END;

-- Of rows with the same id the one modified last counts; of equals the later one in the file.
CREATE TABLE datasets AS
SELECT
  id,
  usable_time(createdAt)::DATE AS created,
  usable_time(lastModified)::DATE AS modified,
  tags
FROM raw_datasets WHERE id <> ''
QUALIFY row_number() OVER (
  PARTITION BY id ORDER BY usable_time(lastModified) DESC NULLS LAST, row_index DESC) = 1;

CREATE TABLE spaces AS
SELECT id, usable_time(createdAt)::DATE AS created, usable_time(lastModified)::DATE AS modified
FROM raw_spaces WHERE id <> ''
QUALIFY row_number() OVER (
  PARTITION BY id ORDER BY usable_time(lastModified) DESC NULLS LAST, row_index DESC) = 1;

-- Of rows with one id the last one counts. An organization is known by its handle: letters,
-- digits, and - _ . between them.
CREATE TABLE papers AS
SELECT
  id,
  CASE WHEN regexp_full_match(organization, '[A-Za-z0-9._-]+') AND organization <> 'unknown'
       THEN organization END AS organization,
  CASE WHEN upvotes >= 0 THEN upvotes ELSE 0 END AS upvotes,
  models,
  datasets
FROM raw_papers WHERE id <> ''
QUALIFY row_number() OVER (PARTITION BY id ORDER BY row_index DESC) = 1;

-- Overviews of users are left out.
CREATE TABLE organizations AS
SELECT handle, coalesce(fullname, '') AS full_name, coalesce(isVerified, FALSE) AS verified
FROM raw_organizations WHERE handle <> '' AND coalesce(type, '') <> 'user'
QUALIFY row_number() OVER (PARTITION BY handle ORDER BY row_index DESC) = 1;

-- A name that is there twice counts by its first row.
CREATE TABLE companies AS
SELECT trim(company) AS company, nullif(trim(website), '') AS website, rank
FROM raw_companies WHERE trim(company) <> ''
QUALIFY row_number() OVER (PARTITION BY trim(company) ORDER BY row_index) = 1;

-- The day of the census: --as-of, else the latest day that the dump, the lists of datasets and
-- spaces or the records know.
CREATE TABLE census AS
SELECT coalesce(
  (SELECT as_of FROM parameters),
  greatest((SELECT max(created) FROM models), (SELECT max(modified) FROM models),
           (SELECT max(day) FROM records), (SELECT max(day) FROM raw_dump_days),
           (SELECT max(created) FROM datasets), (SELECT max(modified) FROM datasets),
           (SELECT max(created) FROM spaces), (SELECT max(modified) FROM spaces))) AS as_of;

-- Words of letters and digits, a blank between them; characters beyond ASCII are letters.
CREATE MACRO words_of(text) AS
  trim(regexp_replace(ascii_lower(text), '[^a-z0-9\x{80}-\x{10FFFF}]+', ' ', 'g'));

CREATE MACRO handle_key(text) AS replace(words_of(text), ' ', '');

-- Without a leading "the" and without legal forms at the end, as long as a word is left.
CREATE MACRO company_key(text) AS
  replace(regexp_replace(
    regexp_replace(words_of(text), '^the (.+)$', '\1'),
    '^([^ ]+?(?: [^ ]+)*?)(?: (?:inc|incorporated|corp|corporation|co|company|companies|com|group|'
    || 'holding|holdings|ltd|limited|llc|plc|sa|se|ag|nv|kk))+$', '\1'), ' ', '');

-- The labels of a website's host, without a leading www. An IP address has none.
CREATE MACRO host_labels(website) AS
  string_split(regexp_replace(regexp_replace(regexp_replace(regexp_replace(
    ascii_lower(website), '^.*?://', ''), '[/?#].*$', ''), '^.*@', ''), '(:.*|[.]+)$', ''), '.');

CREATE MACRO label_of(labels) AS
  CASE
    WHEN regexp_full_match(labels[-1], '[0-9]+') THEN ''
    WHEN len(labels) <= 2 THEN labels[1]
    WHEN len(labels[-1]) = 2 AND labels[-2] IN ('co', 'com', 'ac', 'org', 'net', 'gov', 'edu',
                                                'or', 'ne', 'go', 'gob', 'gouv')
      THEN labels[-3]
    ELSE labels[-2]
  END;

CREATE MACRO website_label(website) AS
  label_of(CASE WHEN len(host_labels(website)) > 1 AND host_labels(website)[1] = 'www'
                THEN host_labels(website)[2:] ELSE host_labels(website) END);
