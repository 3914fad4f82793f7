GRANT SELECT ON names TO PUBLIC;
COMMENT ON VIEW names IS 'those that have one';
