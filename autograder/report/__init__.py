"""What people read: a page for the student, a page for the class, a table for a spreadsheet. Records in, text out."""
