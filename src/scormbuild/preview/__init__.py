"""The preview: the course inside an LMS that behaves like another one, or simulates an error.

server       sockets: one course, one LMS, until the author stops it
routes       a request in, an answer out
responses    what goes over the wire: types, headers, ranges, the course's Content-Security-Policy
builds       the last good build of a folder, built again when a file changes
learners     what the LMS keeps of each learner, attempt by attempt
standards    how a course of each standard is played, a row for each
run_times    how LMSs differ from their standard, a row for each
switches     which run time the LMS behaves like, and which errors it simulates
php_form     a commit whose body is not URL-encoded
events       news for the open pages, as server-sent events
page/        the LMS page: SCORM's run times (scorm-again, made stricter) and the panel beside the course
"""
