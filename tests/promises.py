"""Every sentence about privacy that people read, and the tests that prove it.

In templates and forms such a sentence is marked with the context "promise". Without a row here it fails
(tests/people/test_trust.py), and so does a row whose sentence or test is gone.
"""

HAND = "tests/people/test_discretion.py::"
SECRET = "tests/votes/test_secrecy"
RECEIPT = "tests/ideas/test_receipt"
MODERATED = "tests/ideas/views/test_moderation.py::"
NAMELESS = [
    HAND + "test_what_people_write_is_never_shown_with_their_name",
    HAND + "test_no_page_names_whoever_took_part",
]
ANONYMOUS = [
    HAND + "test_no_page_names_whoever_took_part",
    "tests/ideas/test_rules.py::test_only_who_wrote_it_is_the_author",
    "tests/ideas/actions/test_ideas.py::test_an_anonymous_idea_carries_neither_author_nor_role",
    "tests/ideas/actions/test_ideas.py::test_an_anonymous_idea_leaves_its_author_in_no_log",
]
SMALL = [
    "tests/core/test_privacy.py::test_no_shown_cell_is_smaller_than_the_smallest_group",
    "tests/core/test_privacy.py::test_no_hidden_group_can_be_worked_out_by_adding_and_subtracting",
    "tests/participation/test_coverage.py::test_nothing_that_can_be_subtracted_singles_anyone_out",
    "tests/votes/test_queries.py::test_too_few_votes_are_shown_to_nobody",
]
DIGEST = "tests/strategy/test_digest_"
ONLY_YOURS = ["tests/strategy/views/test_home.py::test_nobody_sees_what_became_of_another_s_ideas"]
UNSEEN = [HAND + "test_nobody_else_s_page_changes_with_how_somebody_voted"]
ATTACKED = [
    SECRET + "_attack.py::test_a_guess_is_no_better_than_chance",
    SECRET + "_attack.py::test_what_named_everybody_before_the_mixing_names_nobody_after_it",
    SECRET + "_attack.py::test_the_order_of_voting_is_in_no_step_with_the_order_of_votes",
]
DESTROYED = [
    SECRET + "_keys.py::test_even_a_forgotten_copy_of_the_key_leads_to_nobody",
    SECRET + "_keys.py::test_afterwards_nobody_s_vote_is_known_and_nobody_is_told_that_they_did_not_vote",
    SECRET + "_keys.py::test_a_unit_from_which_too_few_voted_is_no_longer_on_their_votes",
]

UNWRITTEN = [
    RECEIPT + "_secrecy.py::test_no_code_is_in_a_dump_though_its_digest_is",
    RECEIPT + "_secrecy.py::test_no_code_is_in_a_log_a_mail_or_an_export",
    "tests/people/test_receipts.py::test_a_code_is_as_long_as_a_pseudonym_and_more_than_a_hundred_bits",
]

REMINDED = [
    "tests/participation/test_reminders.py::test_who_has_taken_part_is_not_reminded",
    "tests/participation/test_reminders.py::test_afterwards_no_table_tells_who_was_reminded_nor_how_many",
    "tests/participation/test_reminders.py::test_two_on_working_days_are_enough",
]

PROMISES: dict[str, list[str]] = {
    # --- How a vote stays secret (/trust) ---
    "Your vote is stored under a code, without your name and without a time. The code is made from your account with a "
    "secret key of the campaign, which is kept outside the database.": [
        SECRET + ".py::test_a_vote_has_no_column_for_a_person_a_time_or_a_running_number",
        SECRET + ".py::test_a_pseudonym_is_no_plain_hash_of_the_person",
        SECRET + "_traces.py::test_the_key_is_in_no_dump",
    ],
    "Votes are mixed, so that they no longer lie in the order in which they came. From then on a copy of the database "
    "without the key does not tell which votes are yours, unless nobody else of your unit has voted.": [
        SECRET + "_mixing.py::test_the_order_of_casting_is_gone",
        SECRET + "_mixing.py::test_new_votes_hide_among_older_ones_of_the_same_unit",
        *ATTACKED,
    ],
    "You see and change your vote; no page shows it to anybody else, administrators included. Somebody who looks after "
    "the server could work it out if they wanted to: with the database and the key together, or by watching the "
    "database while votes come in.": [
        *UNSEEN,
        SECRET + "_attack.py::test_until_the_first_mixing_votes_lie_as_they_were_cast",
    ],
    "The key is destroyed, and every vote gets a new code, in random order. From then on nothing that Cocreate keeps "
    "leads from a vote to you, not even with a copy of the old key. You cannot see your own vote any more either.": [
        SECRET + "_keys.py::test_the_key_is_destroyed_and_the_campaign_says_when",
        SECRET + "_keys.py::test_of_ids_and_pseudonyms_none_stays",
        *DESTROYED,
        *ATTACKED,
    ],
    "Nobody sees how you vote.": UNSEEN,
    "Nobody sees how you vote. Only totals of {{ people }} or more are shown.": [*UNSEEN, *SMALL],
    "The key of this campaign is destroyed: Cocreate can no longer tell how you voted.": DESTROYED,
    "The keys of these campaigns are destroyed: Cocreate can no longer tell how you voted in them.": DESTROYED,
    # --- What holds for everyone (/trust) ---
    "If a page says that your vote or idea is saved, it is saved, even if the server stops in that second.": [
        "tests/faults/test_faults.py::test_no_vote_that_was_acknowledged_is_lost_doubled_or_counted_wrongly",
        "tests/faults/test_faults.py::test_what_was_posted_under_a_key_was_done_once",
    ],
    "One person has one vote on an idea, on every device.": [
        "tests/votes/test_races.py::test_one_person_on_two_devices_has_one_vote",
        "tests/votes/test_races.py::test_many_people_on_two_devices_each_have_one_vote",
        "tests/ideas/actions/test_keys.py::test_once_the_key_is_destroyed_the_dates_of_voting_are_frozen",
    ],
    "No result is shown for fewer than 5 people, and none can be worked out from others that are shown.": SMALL,
    "Your manager never sees whether you took part, only figures of groups.": [
        HAND + "test_no_page_names_whoever_took_part"
    ],
    "Whether anonymous ideas are allowed, and the smallest group that is shown, cannot change once somebody has "
    "contributed.": ["tests/ideas/actions/test_campaigns.py::test_after_the_first_contribution_rules_are_frozen"],
    "You can change or take back your idea, an anonymous one too, until leaders draft from what was said. What becomes "
    "of an anonymous one you see as long as the key of its campaign exists, and afterwards with its receipt code.": [
        RECEIPT + "s.py::test_the_idea_is_among_the_holder_s_own_everywhere",
        "tests/ideas/actions/test_editing.py::test_authors_may_edit_their_idea",
        "tests/ideas/actions/test_editing.py::test_an_idea_is_its_author_s_until_shaping_begins",
        "tests/strategy/queries/test_impact.py::test_authors_see_what_became_of_their_idea",
        "tests/strategy/queries/test_impact.py::test_once_the_key_is_gone_an_anonymous_idea_is_in_nobody_s_impact",
    ],
    "Every published priority leads to the ideas behind it.": [
        "tests/strategy/views/test_publications.py::test_the_ideas_behind_a_priority_are_linked_for_those_who_may_read_them"
    ],
    "In the log of Cocreate: when something was asked for and how long it took. No name, no address of a device, and "
    "not which idea.": [
        SECRET + "_traces.py::test_the_line_of_a_request_names_no_person_no_address_and_no_idea",
        SECRET + "_traces.py::test_a_refusal_s_line_does_not_tell_which_idea_is_one_s_own",
    ],
    # --- The receipt code of an anonymous idea ---
    "In your browser, if you typed one in: the receipt code of an anonymous idea, until you sign out or have it "
    "forgotten.": [
        RECEIPT + "_faces.py::test_a_device_forgets_the_codes_when_asked",
        RECEIPT + "_faces.py::test_a_device_forgets_the_codes_when_somebody_signs_out",
    ],
    "When you share an anonymous idea you get a receipt code. Only its fingerprint is stored. With the code you stay "
    "its author also when the campaign’s key is destroyed.": [
        RECEIPT + "_faces.py::test_who_has_just_shared_an_anonymous_idea_reads_its_code",
        RECEIPT + "s.py::test_when_the_key_is_gone_its_author_still_does_what_authors_may",
        *UNWRITTEN,
    ],
    "A code with which you stay its author also after {{ date }}, when the key of this campaign is destroyed.": [
        RECEIPT + "s.py::test_when_the_key_is_gone_its_author_still_does_what_authors_may"
    ],
    "Whoever has it can do here what you can: read what concerns the author, answer, change the idea and take it back. "
    "It does not say who you are.": [
        RECEIPT + "s.py::test_whoever_holds_the_code_is_the_author",
        RECEIPT + "s.py::test_its_author_reads_and_objects_to_a_decision_by_the_code",
        RECEIPT + "s.py::test_the_code_is_made_of_the_idea_alone",
    ],
    "Only its fingerprint is stored, from which nobody can work the code out.": UNWRITTEN,
    "This page can show it until about {{ date }}. Then the key of this campaign is destroyed, and a lost code is a "
    "lost thread: nobody can find it for you, administrators included.": [
        RECEIPT + "s.py::test_with_the_key_the_code_ends_to_be_shown",
        RECEIPT + "s.py::test_the_code_is_shown_to_its_author_alone",
    ],
    "A lost code is a lost thread: nobody can find it for you, administrators included.": [
        RECEIPT + "s.py::test_with_the_key_the_code_ends_to_be_shown",
        RECEIPT + "s.py::test_the_code_is_shown_to_its_author_alone",
    ],
    "The code stays in this browser and for your account alone, until you sign out here. Nothing notes that you typed "
    "it in.": [
        RECEIPT + "_faces.py::test_who_signs_in_next_on_the_device_is_not_the_author",
        RECEIPT + "_faces.py::test_a_device_forgets_the_codes_when_somebody_signs_out",
        RECEIPT + "_secrecy.py::test_typing_a_code_in_changes_no_row",
    ],
    "Everyone who may read the campaign sees your role and your unit of today beside it, never your name. Your account "
    "is stored with the idea.": [
        RECEIPT + "s.py::test_a_claimed_idea_is_a_named_one",
        RECEIPT + "_faces.py::test_claiming_is_explained_and_then_done",
    ],
    "Other anonymous ideas that you shared in this campaign stay as they are. But a copy of the database from before "
    "can show that they came from the same person.": [RECEIPT + "s.py::test_a_claim_leaves_her_other_ideas_anonymous"],
    "That you did this stands in the log that administrators read, and its day in the timeline of the idea. The "
    "receipt code ends.": [RECEIPT + "s.py::test_a_claimed_idea_is_a_named_one"],
    # --- Sharing an idea and commenting ---
    "Never your name.": NAMELESS,
    "Shown with your role and unit, never your name.": NAMELESS,
    "Shown with your role and unit, never your name. If this idea is yours, a comment can give that away.": NAMELESS,
    "<b>You choose how you are shown:</b> by your role and unit, or not at all. Never by name.": [
        *NAMELESS,
        *ANONYMOUS,
    ],
    "<b>You are shown by your role and unit,</b> never by name.": [
        *NAMELESS,
        "tests/ideas/actions/test_ideas.py::test_a_campaign_may_want_names",
    ],
    "Shown as “A colleague”. No curator, manager or leader can see who wrote it. You can still change it, and see "
    "under My impact what becomes of it.": [
        *ANONYMOUS,
        "tests/strategy/queries/test_impact.py::test_authors_see_what_became_of_their_idea",
    ],
    "With your role and unit: your account is stored with the idea, so that you can change it and be told what becomes "
    "of it. Pages show the role and the unit that you have today, never your name.": [
        *NAMELESS,
        "tests/ideas/actions/test_ideas.py::test_an_idea_carries_its_author_role_and_unit",
    ],
    "Anonymous: your account and your role are not stored with the idea. A code stands in their place, made from your "
    "account with a secret key of this campaign that is kept outside the database. Who wrote it can be read only with "
    "both the database and that key; somebody with the database alone might guess it from who was signed in when it "
    "came.": [
        *ANONYMOUS,
        "tests/core/test_keys.py::test_one_person_has_another_pseudonym_for_each_purpose",
        SECRET + "_traces.py::test_the_key_is_in_no_dump",
    ],
    "Your unit is stored with an anonymous idea only if it has {{ people }} people or more; else the next larger one "
    "that has.": ["tests/ideas/actions/test_ideas.py::test_an_anonymous_idea_keeps_its_unit_only_where_ten_people_are"],
    "That you took part today is stored as well, but not whether you wrote, voted or commented.": [
        HAND + "test_that_somebody_took_part_is_a_day_and_no_more"
    ],
    # --- Sharing, changing and taking back ---
    "Others use this device too: keep no drafts on it": [
        "tests/browser/test_submit.py::test_on_a_shared_device_nothing_outlives_the_tab"
    ],
    "In an anonymous idea it is said only if you choose one: in a small team it could give you away.": [
        "tests/ideas/actions/test_ideas.py::test_an_anonymous_idea_does_not_carry_its_authors_language",
        "tests/ideas/views/test_sharing.py::test_named_ideas_have_their_author_s_language_and_anonymous_ones_none",
    ],
    "Nobody will see it or its images any more, and this cannot be undone. Its address says only that you took it "
    "back, and when.": [
        "tests/ideas/views/test_editing.py::test_its_address_says_that_it_was_taken_back_and_nothing_else",
        "tests/ideas/actions/test_images.py::test_what_is_taken_back_is_gone_from_the_disk",
    ],
    "Three at most. Only the picture itself is kept: not where or when it was taken, nor with what.": [
        "tests/ideas/test_images.py::test_where_when_and_with_what_it_was_taken_is_gone",
        "tests/ideas/actions/test_images.py::test_three_images_are_enough",
    ],
    # --- Reporting and moderating ---
    "Moderators of this campaign see what is reported and why, never by whom. Its author does not learn it either.": [
        MODERATED + "test_the_queue_shows_what_was_reported_and_why_and_never_by_whom",
        MODERATED + "test_whoever_reported_changes_nothing_that_others_see",
        "tests/ideas/actions/test_objecting.py::test_the_log_of_moderators_tells_neither_who_reported_nor_who_wrote",
    ],
    "Thank you. A moderator will look at it, and does not learn that it was you.": [
        MODERATED + "test_whoever_reported_changes_nothing_that_others_see"
    ],
    "Texts that colleagues reported or that may name a person, the oldest first. You see why, never who reported it or "
    "who wrote an anonymous idea.": [
        MODERATED + "test_whoever_reported_changes_nothing_that_others_see",
        MODERATED + "test_no_page_of_moderators_tells_who_wrote_an_anonymous_idea",
    ],
    "Nobody learns who it is.": [
        MODERATED + "test_no_page_of_moderators_tells_who_wrote_an_anonymous_idea",
        "tests/ideas/actions/test_objecting.py::test_the_log_of_moderators_tells_neither_who_reported_nor_who_wrote",
    ],
    "Their author reads why, not by whom.": [
        MODERATED + "test_whose_ideas_are_all_hidden_reads_why_at_each_and_not_by_whom",
    ],
    "About your idea and your comments on it. Only you and the moderators see this.": [
        MODERATED + "test_colleagues_neither_read_a_hidden_idea_nor_the_decision"
    ],
    "You hear what becomes of it. Nobody else sees that you follow it.": [
        "tests/ideas/views/test_talk.py::test_nobody_else_sees_who_follows",
        DIGEST + "secrecy.py::test_the_mail_is_the_same_however_one_voted_and_whatever_one_follows",
    ],
    "Shown as “The author”, with the day. Nobody learns who you are.": [
        "tests/curation/test_questions.py::test_the_answer_is_public_and_names_nobody",
        "tests/curation/test_questions.py::test_who_answers_about_an_anonymous_idea_is_written_down_nowhere",
        "tests/curation/test_questions.py::test_an_anonymous_author_answers_and_only_the_day_is_kept",
    ],
    "The author is anonymous and stays so: neither you nor anybody else learns who answers.": [
        "tests/curation/test_questions.py::test_who_answers_about_an_anonymous_idea_is_written_down_nowhere",
        "tests/curation/test_questions.py::test_the_answer_is_public_and_names_nobody",
        "tests/curation/test_questions.py::test_nobody_answers_for_the_author",
    ],
    # --- Figures ---
    "No idea here carries the name of the units below, and from each of them fewer than {{ people }} people voted on "
    "any one idea. Whether anybody did is not told.": [
        "tests/participation/test_unheard.py::test_a_unit_is_heard_that_wrote_or_from_which_enough_people_voted",
        "tests/participation/test_unheard.py::test_four_voters_are_told_from_none_nowhere",
        "tests/participation/test_unheard.py::test_an_anonymous_idea_lends_its_unit_no_voice",
    ],
    "Results are those last released. What a page hides or blurs is hidden or blurred in the file too.": [
        "tests/curation/test_shown_export.py::test_results_are_hidden_and_blurred_as_on_the_pages",
        "tests/curation/test_shown_export.py::test_while_people_vote_only_results_come_that_the_reader_may_see",
    ],
    "No vote and no name is in it: people stand there by role and unit, and anonymous ideas without either.": [
        "tests/curation/test_shown_export.py::test_nobody_is_named_and_of_an_anonymous_idea_only_the_day_is_told",
    ],
    "<b>Fewer than {{ people }} is never shown.</b> Results appear, and change, only once {{ people }} more people "
    "have voted.": [*SMALL, "tests/core/test_privacy.py::test_figures_are_released_when_five_new_people_have_come"],
    "Groups with fewer than {{ people }} participants are never shown.": SMALL,
    # --- One's own pages ---
    "Only you see this page.": ONLY_YOURS,
    "How Cocreate speaks to you. Only you see this page.": [HAND + "test_settings_are_one_s_own"],
    # --- What became of ideas (notices) ---
    "What matters to you is found out when you look, and kept nowhere.": [
        "tests/votes/test_news.py::test_no_row_names_a_supporter_to_whom_it_matters",
    ],
    "Once the key of a campaign is destroyed, you read here only of ideas that you shared under your name or follow.": [
        "tests/votes/test_news.py::test_without_the_key_only_named_ideas_and_what_one_follows_are_left",
    ],
    # --- The digest by mail ---
    "No mail tells which ideas you support, follow or wrote without your name; your notices do.": [
        DIGEST + "secrecy.py::test_no_mail_to_anybody_names_them",
        DIGEST + "secrecy.py::test_the_mail_is_the_same_however_one_voted_and_whatever_one_follows",
        DIGEST + "secrecy.py::test_the_mail_of_an_anonymous_author_is_that_of_everybody_else",
        DIGEST + "secrecy.py::test_the_control_a_page_that_shows_it_reads_both",
    ],
    "A digest holds no picture and no link that tells whether you have read it.": [
        "tests/notices/test_mail.py::test_it_says_that_a_machine_wrote_it_and_carries_no_picture",
        "tests/notices/test_mail.py::test_only_the_links_that_end_it_differ_from_person_to_person",
    ],
    # --- Reaching the quiet ---
    "Ideas of a meeting of {{ people }} people or more belong to their unit and are marked as written down by a "
    "curator. Who was there is kept nowhere, and nobody counts as heard by it: each can still share and vote.": [
        "tests/ideas/actions/test_meetings.py::test_nobody_counts_as_heard_by_a_meeting",
        "tests/ideas/actions/test_meetings.py::test_of_a_group_that_is_too_small_nothing_is_written_down",
        "tests/ideas/actions/test_meetings.py::test_neither_a_meeting_nor_its_ideas_name_anybody",
    ],
    "Who is asked and has not taken part gets a mail, at most twice and on working days. Nobody sees who got one, nor "
    "how many did; nothing is kept of it but the day.": REMINDED,
    "This went automatically to those who have not taken part. Nobody sees who got it, nor how many did.": REMINDED,
}
