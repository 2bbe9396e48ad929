"""nbgrader's settings: the kit's own checkout is a course, too."""

from autograder.nbgrader_plugins.config import configure

c = get_config()
configure(c)
c.CourseDirectory.course_id = "gradlab"
