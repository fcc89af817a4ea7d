-- The benchmark's standard as a programmer would write it by hand for a database: the verdict alone, nothing missing.
-- The columns of `units` hold whole numbers (areas in tenths, shares in hundredths of a percent, grades from 0); points are
-- counted in 20000ths. It is the measure that queries made of rules are compared with.
WITH criteria AS (
  SELECT *,
    facilities_ready AND facilities_area >= 2000 AS a1,
    10 * facilities_staff >= 9 * facilities_needed AS a2,
    4 * facilities_solved >= 3 * facilities_cases AS a3,
    facilities_ready::INT + facilities_plan::INT + facilities_trained::INT + facilities_checked::INT >= 3 AS a4,
    forces_ready AND forces_area >= 2000 AS b1,
    10 * forces_staff >= 9 * forces_needed AS b2,
    4 * forces_solved >= 3 * forces_cases AS b3,
    forces_ready::INT + forces_plan::INT + forces_trained::INT + forces_checked::INT >= 3 AS b4,
    crime_ready AND crime_area >= 2000 AS c1,
    10 * crime_staff >= 9 * crime_needed AS c2,
    4 * crime_solved >= 3 * crime_cases AS c3,
    crime_ready::INT + crime_plan::INT + crime_trained::INT + crime_checked::INT >= 3 AS c4,
    order_ready AND order_area >= 2000 AS d1,
    10 * order_staff >= 9 * order_needed AS d2,
    4 * order_solved >= 3 * order_cases AS d3,
    order_ready::INT + order_plan::INT + order_trained::INT + order_checked::INT >= 3 AS d4,
    services_ready AND services_area >= 2000 AS e1,
    10 * services_staff >= 9 * services_needed AS e2,
    4 * services_solved >= 3 * services_cases AS e3,
    services_ready::INT + services_plan::INT + services_trained::INT + services_checked::INT >= 3 AS e4
  FROM units
), points AS (
  SELECT *,
    60000
      + CASE WHEN facilities_staff >= facilities_needed THEN 60000 WHEN a2 THEN 40000 ELSE 0 END
      + CASE WHEN facilities_share >= 9000 THEN 60000 WHEN facilities_share >= 5000 THEN (facilities_share - 5000) * 15 ELSE 0 END
      + CASE WHEN a4 THEN 40000 ELSE 0 END
      + CASE facilities_grade WHEN 3 THEN 60000 WHEN 2 THEN 40000 ELSE 0 END
      + GREATEST(60000 - 5000 * facilities_late, 0) + LEAST(4000 * (GREATEST(facilities_cases - 1000, 0) // 50), 40000) AS facilities_points,
    (NOT a2)::INT + (NOT a4)::INT + (facilities_grade < 2)::INT + (facilities_late > 8)::INT + (facilities_late > 2)::INT AS facilities_failed,
    60000
      + CASE WHEN forces_staff >= forces_needed THEN 60000 WHEN b2 THEN 40000 ELSE 0 END
      + CASE WHEN forces_share >= 9000 THEN 60000 WHEN forces_share >= 5000 THEN (forces_share - 5000) * 15 ELSE 0 END
      + CASE WHEN b4 THEN 40000 ELSE 0 END
      + CASE forces_grade WHEN 3 THEN 60000 WHEN 2 THEN 40000 ELSE 0 END
      + GREATEST(60000 - 5000 * forces_late, 0) + LEAST(4000 * (GREATEST(forces_cases - 1000, 0) // 50), 40000) AS forces_points,
    (NOT b2)::INT + (NOT b4)::INT + (forces_grade < 2)::INT + (forces_late > 8)::INT + (forces_late > 2)::INT AS forces_failed,
    60000
      + CASE WHEN crime_staff >= crime_needed THEN 60000 WHEN c2 THEN 40000 ELSE 0 END
      + CASE WHEN crime_share >= 9000 THEN 60000 WHEN crime_share >= 5000 THEN (crime_share - 5000) * 15 ELSE 0 END
      + CASE WHEN c4 THEN 40000 ELSE 0 END
      + CASE crime_grade WHEN 3 THEN 60000 WHEN 2 THEN 40000 ELSE 0 END
      + GREATEST(60000 - 5000 * crime_late, 0) + LEAST(4000 * (GREATEST(crime_cases - 1000, 0) // 50), 40000) AS crime_points,
    (NOT c2)::INT + (NOT c4)::INT + (crime_grade < 2)::INT + (crime_late > 8)::INT + (crime_late > 2)::INT AS crime_failed,
    60000
      + CASE WHEN order_staff >= order_needed THEN 60000 WHEN d2 THEN 40000 ELSE 0 END
      + CASE WHEN order_share >= 9000 THEN 60000 WHEN order_share >= 5000 THEN (order_share - 5000) * 15 ELSE 0 END
      + CASE WHEN d4 THEN 40000 ELSE 0 END
      + CASE order_grade WHEN 3 THEN 60000 WHEN 2 THEN 40000 ELSE 0 END
      + GREATEST(60000 - 5000 * order_late, 0) + LEAST(4000 * (GREATEST(order_cases - 1000, 0) // 50), 40000) AS order_points,
    (NOT d2)::INT + (NOT d4)::INT + (order_grade < 2)::INT + (order_late > 8)::INT + (order_late > 2)::INT AS order_failed,
    60000
      + CASE WHEN services_staff >= services_needed THEN 60000 WHEN e2 THEN 40000 ELSE 0 END
      + CASE WHEN services_share >= 9000 THEN 60000 WHEN services_share >= 5000 THEN (services_share - 5000) * 15 ELSE 0 END
      + CASE WHEN e4 THEN 40000 ELSE 0 END
      + CASE services_grade WHEN 3 THEN 60000 WHEN 2 THEN 40000 ELSE 0 END
      + GREATEST(60000 - 5000 * services_late, 0) + LEAST(4000 * (GREATEST(services_cases - 1000, 0) // 50), 40000) AS services_points,
    (NOT e2)::INT + (NOT e4)::INT + (services_grade < 2)::INT + (services_late > 8)::INT + (services_late > 2)::INT AS services_failed
  FROM criteria
)
SELECT
  CASE
    WHEN crime_late > 900 OR (order_grade = 0 AND services_grade = 0) THEN 'disqualified'
    WHEN NOT (a1 AND a3 AND b1 AND b3 AND c1 AND c3 AND d1 AND d3 AND e1 AND e3) THEN 'fails'
    WHEN facilities_points < 228000 THEN 'fails'
    WHEN facilities_points + forces_points + crime_points + order_points + services_points < 1000000 THEN 'fails'
    WHEN facilities_failed + forces_failed + crime_failed + order_failed + services_failed > 20 THEN 'fails'
    ELSE 'passes'
  END AS verdict
FROM points
