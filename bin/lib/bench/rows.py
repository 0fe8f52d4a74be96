"""The SQL of the data set. mod(i · ratio, 1) of an irrational ratio is evenly spread, and the same each time."""
# ruff: noqa: S608 - all of it is written here; nothing comes from outside

PASSWORD = "!bench"  # noqa: S105 - nobody can sign in with it
MIXED = "('00000000' || substr(md5({}), 9))::uuid"  # as the mixing job leaves a vote's id
GOLDEN, PLASTIC, SILVER = 0.618033988749895, 0.754877666246693, 0.569840290998053

CONSTRAINTS = """
SELECT conrelid::regclass::text, conname, pg_get_constraintdef(oid) FROM pg_constraint AS mine
WHERE conrelid::regclass::text = ANY(%s) AND contype IN ('p', 'u')
  AND NOT EXISTS (SELECT 1 FROM pg_constraint AS other WHERE other.contype = 'f' AND other.conindid = mine.conindid)
ORDER BY contype, conname
"""
INDEXES = """
SELECT indexname, indexdef FROM pg_indexes WHERE schemaname = 'public' AND tablename = ANY(%s)
  AND NOT EXISTS (SELECT 1 FROM pg_constraint WHERE conindid = indexname::regclass AND contype IN ('p', 'u'))
ORDER BY indexname
"""
SEQUENCE = "SELECT setval(pg_get_serial_sequence('{table}', 'id'), (SELECT max(id) FROM {table}))"

PEOPLE = f"""
INSERT INTO people_user (id, password, email, display_name, job_title, locale, time_zone, is_active, joined_at,
  news_seen)
SELECT i, '{PASSWORD}', 'person' || i || '@bench.example', 'Person ' || i,
       (ARRAY['Sales assistant', 'Shop manager', 'Driver', 'Buyer', 'Planner'])[1 + i %% 5], 'en', 'UTC', true, now(), 0
FROM generate_series(1, %(people)s) AS i
"""
UNITS = """
COPY people_unit (id, path, depth, numchild, name, code, kind, headcount) FROM STDIN
"""
# Shops differ in size: the first is about four times as large as the last.
MEMBERSHIPS = f"""
INSERT INTO people_membership (id, user_id, unit_id, since)
SELECT i, i, %(regions)s + 2 + floor(%(leaves)s * power(mod(i * {GOLDEN}, 1)::float, 1.5))::int, date '2020-01-01'
FROM generate_series(1, %(people)s) AS i
"""
HEADCOUNTS = """
WITH below AS (
  SELECT left(unit.path, level * %(width)s) AS path, count(*) AS number
  FROM people_membership AS membership JOIN people_unit AS unit ON unit.id = membership.unit_id,
       generate_series(1, 3) AS level GROUP BY 1
)
UPDATE people_unit SET headcount = below.number FROM below WHERE below.path = people_unit.path
"""
# How many votes an idea has falls off exponentially; `start` is whose vote comes first.
STAGED = f"""
CREATE UNLOGGED TABLE bench_idea AS
SELECT i AS id, round(-%(mean)s * ln((1 - mod(i * {GOLDEN}, 1))::float))::int AS votes, mod(i * {PLASTIC}, 1) AS liked,
       (i * 104729::bigint %% %(voters)s)::int AS start, 1 + (i * 31::bigint %% %(voters)s)::int AS author,
       round(mod(i * {SILVER}, 1)::numeric, 4)::float AS for_you
FROM generate_series(1, %(ideas)s) AS i
"""
VOTES = f"""
INSERT INTO votes_vote (id, idea_id, voter, choice, unit_id)
SELECT {MIXED.format("idea.id || '.' || k")}, idea.id, person.voter, {{choice}}, person.unit
FROM bench_idea AS idea CROSS JOIN LATERAL generate_series(0, idea.votes - 1) AS k
JOIN bench_person AS person ON person.id = 1 + (idea.start + k * 7919::bigint) %% %(voters)s
CROSS JOIN LATERAL (SELECT mod(k * {GOLDEN} + idea.id * {SILVER}, 1) AS said) AS mind
WHERE person.id <> idea.author
""".format(
    choice="CASE WHEN said < idea.liked THEN 'support' WHEN said < idea.liked + (1 - idea.liked) * .6 THEN 'object'"
    " ELSE 'pass' END"
)
# Those who read have voted on half of what the page shows them first.
READERS_VOTES = f"""
INSERT INTO votes_vote (id, idea_id, voter, choice, unit_id)
SELECT {MIXED.format("'reader ' || person.id || '.' || idea.id")}, idea.id, person.voter,
       (ARRAY['support', 'support', 'object', 'pass'])[1 + (person.id + idea.id) %% 4], person.unit
FROM (SELECT id, row_number() OVER (ORDER BY for_you DESC, id DESC) AS place FROM bench_idea) AS idea,
     bench_person AS person
WHERE idea.place <= 40 AND idea.place %% 2 = 0 AND person.id BETWEEN %(first)s AND %(last)s
"""
TALLIES = """
INSERT INTO votes_tally (idea_id, support, object, passed, shown_support, shown_object, shown_passed, shown_low,
                         shown_high, release, released_at, placed)
SELECT idea_id, support, object, passed, greatest(support - support %% 5, 0), greatest(object - object %% 5, 0),
       greatest(passed - passed %% 5, 0), .2, .8, number / 5, now(), number / 5
FROM (
  SELECT idea_id, count(*) FILTER (WHERE choice = 'support') AS support,
         count(*) FILTER (WHERE choice = 'object') AS object,
         count(*) FILTER (WHERE choice = 'pass') AS passed, count(*) AS number FROM votes_vote GROUP BY idea_id
) AS counted
""".replace("%%", "%")
UNIT_TALLIES = """
INSERT INTO votes_unittally (idea_id, unit_id, support, object, passed)
SELECT idea_id, unit_id, count(*) FILTER (WHERE choice = 'support'), count(*) FILTER (WHERE choice = 'object'),
       count(*) FILTER (WHERE choice = 'pass') FROM votes_vote GROUP BY idea_id, unit_id
"""
STAGES = """
INSERT INTO ideas_journeystage (id, name, icon, intended_experience, position)
SELECT i, 'Stage ' || i, 'signpost', '', i FROM generate_series(1, 8) AS i
"""
_COLUMNS = """
INSERT INTO ideas_idea (id, campaign_id, title, today, better, stage_id, barrier, language, author_id, author_key,
  job_title, unit_id, status, reason, submitted_at, comment_count, voted_on, seen_count, rank_top,
  rank_common_ground, rank_divisive, rank_for_you, revision, has_merged)
"""
_WORDS = """
'Idea ' || i.id || ': let customers choose the hour at which we come', 'Today the customer waits at home for half '
|| 'a day, because nobody can say when the van will be there. Case ' || i.id || '.', 'A message an hour before we come,'
|| ' with the name of the driver, and a way to say that another hour is better.', 1 + i.id %% 8, 'process', 'en'
"""
_STATUS = "CASE WHEN i.id %% 40 = 0 THEN 'shortlisted' ELSE 'open' END, ''"
_COMMENTS = f"floor(-6 * ln((1 - mod(i.id * {SILVER} + .3, 1))::float))::int"
# Top and Divisive follow from what is shown, as votes/ranking.py has them.
IDEAS = f"""
{_COLUMNS}
SELECT i.id, %(campaign)s, {_WORDS},
       CASE WHEN i.id %% 3 > 0 THEN i.author END,
       CASE WHEN i.id %% 3 = 0 THEN decode(md5('author' || i.author), 'hex') END,
       'Sales assistant', member.unit_id, {_STATUS}, now() - interval '30 days' * mod(i.id * {PLASTIC}, 1),
       {_COMMENTS}, i.votes > 0, i.votes * 2 + i.id %% 7,
       round(((coalesce(tally.shown_support, 0) + 1.0) / (shown + 2) - (shown < 10)::int)::numeric, 4),
       round(mod(i.id * {SILVER}, 1)::numeric, 2),
       CASE WHEN shown < 10 THEN 0 ELSE round(2.0 * least(tally.shown_support, tally.shown_object) / shown, 4) END,
       i.for_you, 0, false
FROM bench_idea AS i JOIN people_membership AS member ON member.user_id = i.author
LEFT JOIN votes_tally AS tally ON tally.idea_id = i.id
CROSS JOIN LATERAL (
  SELECT coalesce(tally.shown_support + tally.shown_object + tally.shown_passed, 0) AS shown
) AS seen
"""
MORE_IDEAS = f"""
{_COLUMNS}
SELECT i.id, %(campaign)s, {_WORDS}, 1 + i.id %% 1000, NULL, 'Sales assistant', 1 + i.id %% %(units)s, {_STATUS},
       now() - interval '30 days' * mod(i.id * {PLASTIC}, 1), {_COMMENTS}, true, i.id %% 500,
       round((mod(i.id * {GOLDEN}, 1) - (i.id %% 3)::int / 2)::numeric, 4), round(mod(i.id * {SILVER}, 1)::numeric, 2),
       round(mod(i.id * {PLASTIC}, 1)::numeric, 4), round(mod(i.id * {GOLDEN}, 1)::numeric, 4),
       0, false
FROM (SELECT %(first)s + n AS id FROM generate_series(1, %(number)s) AS n) AS i
"""
THEMES = """
INSERT INTO curation_theme (campaign_id, title, summary, position, created_at)
SELECT campaign.id, 'Theme ' || i, 'What belongs to it.', i, now()
FROM ideas_campaign AS campaign, generate_series(1, 12) AS i
"""
PLACEMENTS = """
INSERT INTO curation_placement (theme_id, idea_id, placed_at)
SELECT theme.id, idea.id, now() FROM ideas_idea AS idea
JOIN curation_theme AS theme ON theme.campaign_id = idea.campaign_id AND theme.position = 1 + (idea.id / 3) % 12
WHERE idea.id % 3 = 0
"""
TAKEN_PART = """
INSERT INTO ideas_takenpart (user_id, campaign_id, unit_id, "on", is_first)
SELECT member.user_id, %(campaign)s, member.unit_id, current_date - (member.user_id %% 29)::int, true
FROM people_membership AS member WHERE member.user_id <= %(voters)s AND member.user_id %% 10 < 7
"""
SAME_SUMMARY = """
WITH same AS (
  INSERT INTO participation_release (campaign_id, number, released_at, figures)
  SELECT %(scale)s, number, released_at, figures FROM participation_release WHERE campaign_id = %(asked)s
  RETURNING id
)
INSERT INTO participation_summary (campaign_id, latest_id, heard, counted_at, rebuilt_at)
SELECT %(scale)s, same.id, heard, counted_at, rebuilt_at
FROM participation_summary, same WHERE campaign_id = %(asked)s
"""
